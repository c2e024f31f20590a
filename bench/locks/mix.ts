import type { Session } from '../../harness/database/session.ts'

/** A statement, alone in its string but for the last of each migration, and sent in the extended protocol where it has values. */
interface Sent {
  readonly sql: string
  readonly values?: readonly unknown[]
}

export const MIX_SET_UP = `
  CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL, amount integer NOT NULL, note text);
  CREATE TABLE customers (id bigint PRIMARY KEY, name text);
  INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 100) n;
  INSERT INTO orders SELECT n, n % 100 + 1, n, 'note ' || n FROM generate_series(1, 1000) n`

/** What migrations are made of, light enough that a proxy's share can be seen; it leaves everything as it was. */
export const MIX: readonly Sent[] = [
  { sql: 'SELECT 1' },
  { sql: 'SELECT id, note FROM orders WHERE id = $1', values: [7] },
  { sql: 'UPDATE orders SET amount = amount + 1 WHERE id = 7' },
  { sql: 'INSERT INTO customers VALUES ($1, $2)', values: [1000, 'new'] },
  { sql: 'DELETE FROM customers WHERE id = 1000' },
  { sql: 'BEGIN' },
  { sql: "SET LOCAL lock_timeout = '5s'" },
  { sql: 'CREATE TABLE invoices (id bigint PRIMARY KEY, order_id bigint)' },
  { sql: 'ALTER TABLE orders ADD COLUMN colour text' },
  { sql: 'CREATE INDEX orders_customer ON orders (customer_id)' },
  { sql: 'ALTER TABLE invoices ADD FOREIGN KEY (order_id) REFERENCES orders NOT VALID' },
  { sql: 'UPDATE orders SET note = $1 WHERE id = $2', values: ['changed', 9] },
  { sql: 'ROLLBACK' },
  { sql: 'BEGIN' },
  { sql: 'ALTER TABLE orders ALTER COLUMN note SET STATISTICS 200' },
  { sql: "COMMENT ON TABLE orders IS 'what was bought'" },
  { sql: 'COMMIT' },
  { sql: 'CREATE TABLE receipts (id bigint)' },
  { sql: 'DROP TABLE receipts' },
  { sql: 'ALTER TABLE customers ADD COLUMN colour text; ALTER TABLE customers DROP COLUMN colour' },
]

/** Sends the mix once; how long each statement took its client, in ms. */
export async function timeMix(session: Session): Promise<readonly number[]> {
  const took: number[] = []
  for (const { sql, values } of MIX) {
    const startedAt = performance.now()
    if (values === undefined) await session.run(sql)
    else await session.query(sql, values)
    took.push(performance.now() - startedAt)
  }
  return took
}
