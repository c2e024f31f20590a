import { type Answer, type Asked, invalid, notFound, unauthorized } from './answer.ts'
import { query, transaction } from './database.ts'
import { alert, charge } from './partners.ts'

/** Payments above this are told to the people on call. */
const ALERT_ABOVE_CENTS = 80_000

/** POST /payments {reference, orderId}: charges the acquirer, then commits; 201. A known reference is not charged twice. */
export async function pay({ customer, body }: Asked): Promise<Answer> {
  if (customer === null) return unauthorized
  const { reference, orderId } = body
  if (typeof reference !== 'string' || !Number.isInteger(orderId)) return invalid('reference and orderId are needed')
  const sql = 'SELECT amount_cents FROM orders WHERE id = $1'
  const [order] = await query<{ amount_cents: number }>(sql, [orderId])
  if (!order) return notFound
  const status = await charge(reference, order.amount_cents).catch(() => null)
  if (status === null) return { status: 502, body: { error: 'the acquirer does not answer' } }
  const fresh = await commit(reference, Number(orderId), order.amount_cents, status)
  if (fresh && order.amount_cents > ALERT_ABOVE_CENTS) alert(reference, order.amount_cents)
  return { status: fresh ? 201 : 200, body: { reference, orderId, amountCents: order.amount_cents, status } }
}

async function commit(reference: string, orderId: number, amountCents: number, status: string): Promise<boolean> {
  return transaction(async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO payments (reference, order_id, amount_cents, charge_status) VALUES ($1, $2, $3, $4)
       ON CONFLICT (reference) DO NOTHING`,
      [reference, orderId, amountCents, status],
    )
    await client.query("UPDATE orders SET status = 'paid' WHERE id = $1", [orderId])
    return rowCount === 1
  })
}
