import { check } from 'k6'
import exec from 'k6/execution'
import http, { type RefinedResponse } from 'k6/http'
import { recordWrite } from './lib/ledger.ts'

const base = __ENV.BASE_URL ?? 'http://127.0.0.1:8080'

/** The seeded data set: customer-1 to customer-20000, orders 1 to 1000000. */
const CUSTOMERS = 20_000
const ORDERS = 1_000_000

/** What the mobile app cannot draw its first screen without. */
const SHELL_KEYS = ['greeting', 'menu', 'orders', 'balanceCents']

/** When this VU came to be: two runs against one database must not place the same order. */
const born = Date.now().toString(36)

let token: string | undefined

type Response = RefinedResponse<'text'>

/** A customer logs in and is given a token. */
export function login(): void {
  signIn(1 + (turn() % CUSTOMERS))
}

/** The app opens: the first screen must have all its parts, for a blank page with status 200 is a broken app. */
export function mobileHome(): void {
  const response = http.get(`${base}/mobile/home`, authorized('GET /mobile/home'))
  check(response, {
    'the first screen is drawn': ({ status }) => status === 200,
    'the first screen has all its parts': (shown) => SHELL_KEYS.every((key) => partOf(shown, key) !== undefined),
  })
}

/** An order is placed and read back. */
export function placeOrder(): void {
  const reference = unique('order')
  const order = { reference, amountCents: 100 + (turn() % 9_900) }
  const placed = http.post(`${base}/orders`, JSON.stringify(order), authorized('POST /orders'))
  recordWrite(placed, 'orders', reference, order)
  if (!check(placed, { 'the order is placed': ({ status }) => status === 201 })) return
  const read = http.get(`${base}/orders/${partOf(placed, 'id')}`, authorized('GET /orders/:id'))
  check(read, { 'the order can be read back': (shown) => partOf(shown, 'reference') === reference })
}

/** One of the seeded orders is paid. */
export function pay(): void {
  const reference = unique('payment')
  const payment = { reference, orderId: 1 + ((turn() * 7_919) % ORDERS) }
  const paid = http.post(`${base}/payments`, JSON.stringify(payment), authorized('POST /payments'))
  recordWrite(paid, 'payments', reference, payment)
  check(paid, {
    'the payment is captured': (answer) => answer.status === 201 && partOf(answer, 'status') === 'captured',
  })
}

function signIn(customer: number): string | undefined {
  const who = { email: `customer-${customer}@example.test`, password: `rehearsal-${customer}` }
  const response = http.post(`${base}/login`, JSON.stringify(who), named('POST /login'))
  const issued = partOf(response, 'token')
  check(response, { 'the customer is let in': ({ status }) => status === 200 && typeof issued === 'string' })
  return typeof issued === 'string' ? issued : undefined
}

/** Each VU is one customer, who logs in once; a token outlives the service that issued it. */
function authorized(name: string) {
  token ??= signIn(1 + (exec.vu.idInTest % CUSTOMERS))
  const params = named(name)
  return { ...params, headers: { ...params.headers, Authorization: `Bearer ${token}` } }
}

function named(name: string) {
  return { tags: { name }, headers: { 'Content-Type': 'application/json' } }
}

/** A part of a JSON answer; undefined where it is missing, null, or the body is no JSON. */
function partOf(response: Response, key: string): unknown {
  try {
    return response.json(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Differs between neighbouring iterations, and is the same in every run for the same iteration. */
function turn(): number {
  return exec.scenario.iterationInTest
}

/** Unlike any other: a reference is a promise that is looked up in the database afterwards. */
function unique(kind: string): string {
  return `${kind}-${born}-${exec.vu.idInTest}-${exec.vu.iterationInInstance}`
}
