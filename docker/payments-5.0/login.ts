import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Answer, type Asked, invalid } from './answer.ts'
import { query } from './database.ts'

// Tokens carry their own proof, so that any replica of any version accepts them.
const key = process.env.TOKEN_KEY ?? 'rehearsal'

interface Customer {
  readonly id: number
  readonly password_salt: string
  readonly password_sha256: Buffer
}

/** POST /login {email, password} */
export async function login({ body }: Asked): Promise<Answer> {
  const { email, password } = body
  if (typeof email !== 'string' || typeof password !== 'string') return invalid('email and password are needed')
  const sql = 'SELECT id, password_salt, password_sha256 FROM customers WHERE email = $1'
  const [customer] = await query<Customer>(sql, [email])
  if (!customer || !matches(customer, password)) return { status: 401, body: { error: 'wrong email or password' } }
  return { status: 200, body: { token: `${customer.id}.${sign(customer.id)}` } }
}

/** The customer that an Authorization header names, null where it proves nothing. */
export function customerOf(authorization: string | undefined): number | null {
  const [id, signature] = authorization?.replace(/^Bearer /, '').split('.') ?? []
  if (!id || !signature) return null
  return equal(Buffer.from(signature), Buffer.from(sign(Number(id)))) ? Number(id) : null
}

function matches(customer: Customer, password: string): boolean {
  const digest = createHash('sha256')
    .update(customer.password_salt + password)
    .digest()
  return equal(digest, customer.password_sha256)
}

function sign(id: number): string {
  return createHmac('sha256', key).update(String(id)).digest('hex')
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
