import { type Answer, type Asked, invalid, notFound, unauthorized } from './answer.ts'
import { query } from './database.ts'

interface Order {
  readonly id: number
  readonly reference: string
  readonly amountCents: number
  readonly currency: string
  readonly status: string
  /** Where the order came from; null for those that 4.2 took. */
  readonly channel: string | null
  readonly refundedCents: number
}

const CHANNELS = ['web', 'mobile', 'partner']
const COLUMNS = `id, reference, amount_cents AS "amountCents", currency, status, channel,
  refunded_cents AS "refundedCents"`

/** GET /orders/:id */
export async function readOrder({ id }: Asked): Promise<Answer> {
  const [order] = await query<Order>(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [Number(id)])
  return order ? { status: 200, body: order } : notFound
}

/** POST /orders {reference, amountCents, channel?}: 201 once it is committed, 200 where the reference is known already. */
export async function placeOrder({ customer, body }: Asked): Promise<Answer> {
  if (customer === null) return unauthorized
  const { reference, amountCents, channel = 'web' } = body
  if (typeof reference !== 'string' || !Number.isInteger(amountCents))
    return invalid('reference and amountCents are needed')
  if (!CHANNELS.includes(String(channel))) return invalid('channel is web, mobile or partner')
  const [placed] = await query<Order>(
    `INSERT INTO orders (reference, customer_id, amount_cents, channel) VALUES ($1, $2, $3, $4)
     ON CONFLICT (reference) DO NOTHING RETURNING ${COLUMNS}`,
    [reference, customer, amountCents, channel],
  )
  if (placed) return { status: 201, body: placed }
  const [known] = await query<Order>(`SELECT ${COLUMNS} FROM orders WHERE reference = $1`, [reference])
  return known ? { status: 200, body: known } : notFound
}

/** GET /mobile/home: what the app's shell cannot be drawn without. */
export async function mobileHome({ customer }: Asked): Promise<Answer> {
  if (customer === null) return unauthorized
  const [who] = await query<{ name: string }>('SELECT name FROM customers WHERE id = $1', [customer])
  const sql = `SELECT ${COLUMNS} FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT 10`
  const orders = await query<Order>(sql, [customer])
  const menu = ['home', 'orders', 'pay', 'profile']
  return { status: 200, body: { greeting: `Hello, ${who?.name}`, menu, orders, balanceCents: openCents(orders) } }
}

function openCents(orders: readonly Order[]): number {
  return orders.reduce(
    (sum, order) => (order.status === 'open' ? sum + order.amountCents - order.refundedCents : sum),
    0,
  )
}
