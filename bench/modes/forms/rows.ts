import {
  ACCESS_EXCLUSIVE,
  ACCESS_SHARE,
  EXCLUSIVE,
  type Form,
  form,
  ROW_EXCLUSIVE,
  ROW_SHARE,
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
} from '../form.ts'

const MODES: readonly (readonly [string, string])[] = [
  ['ACCESS SHARE', ACCESS_SHARE],
  ['ROW SHARE', ROW_SHARE],
  ['ROW EXCLUSIVE', ROW_EXCLUSIVE],
  ['SHARE UPDATE EXCLUSIVE', SHARE_UPDATE_EXCLUSIVE],
  ['SHARE', SHARE],
  ['SHARE ROW EXCLUSIVE', SHARE_ROW_EXCLUSIVE],
  ['EXCLUSIVE', EXCLUSIVE],
  ['ACCESS EXCLUSIVE', ACCESS_EXCLUSIVE],
]

/** Reading, writing and locking, by the statement itself or out of sight of whoever reads its text. */
export const ROWS: readonly Form[] = [
  ...MODES.map(([spelled, mode]) => form(`LOCK TABLE orders IN ${spelled} MODE`, mode, { inBlock: true })),
  form('LOCK TABLE open_orders IN SHARE MODE', { open_orders: SHARE, orders: SHARE }, { inBlock: true }),
  form('SELECT count(*) FROM orders', ACCESS_SHARE),
  form('SELECT * FROM open_orders WHERE id = 7', { open_orders: ACCESS_SHARE, orders: ACCESS_SHARE }),
  form('SELECT id FROM orders WHERE id = 7 FOR UPDATE', ROW_SHARE),
  form('SELECT id FROM orders WHERE id = 7 FOR NO KEY UPDATE', ROW_SHARE),
  form('SELECT id FROM orders WHERE id = 7 FOR SHARE', ROW_SHARE),
  form('SELECT id FROM orders WHERE id = 7 FOR KEY SHARE SKIP LOCKED', ROW_SHARE),
  form('SELECT o.id FROM orders o JOIN customers c ON c.id = customer_id FOR UPDATE OF o', {
    orders: ROW_SHARE,
    customers: ACCESS_SHARE,
  }),
  form("INSERT INTO customers VALUES (11, 'new')", { customers: ROW_EXCLUSIVE }),
  form('INSERT INTO items (order_id) VALUES (7)', { items: ROW_EXCLUSIVE, orders: ROW_SHARE }),
  form("INSERT INTO orders VALUES (7, 1, 1, 'code 7') ON CONFLICT (id) DO UPDATE SET amount = 2", ROW_EXCLUSIVE),
  form('UPDATE orders SET amount = amount + 1 WHERE customer_id = 3', ROW_EXCLUSIVE),
  form('UPDATE orders SET id = 1007 WHERE id = 107', ROW_EXCLUSIVE),
  form('DELETE FROM items WHERE id = 7', { items: ROW_EXCLUSIVE }),
  form('DELETE FROM orders WHERE id = 200', ROW_EXCLUSIVE),
  form(
    `MERGE INTO orders USING customers c ON orders.customer_id = c.id AND orders.id = 5
     WHEN MATCHED THEN UPDATE SET amount = 5`,
    { orders: ROW_EXCLUSIVE, customers: ACCESS_SHARE },
  ),
  form('WITH gone AS (DELETE FROM items WHERE id < 5 RETURNING order_id) SELECT count(*) FROM gone', {
    items: ROW_EXCLUSIVE,
  }),
  form('TRUNCATE items', { items: ACCESS_EXCLUSIVE }),
  form('TRUNCATE orders RESTART IDENTITY CASCADE', { orders: ACCESS_EXCLUSIVE, items: ACCESS_EXCLUSIVE }),
  form("SELECT nextval('numbers')"),
  form("SELECT setval('numbers', 50)"),
  form('SELECT * FROM numbers', { numbers: ACCESS_SHARE }),
  form('SELECT id, amount INTO kept FROM orders', ACCESS_SHARE),
  form('EXPLAIN ANALYZE UPDATE orders SET amount = 1 WHERE id = 1', ROW_EXCLUSIVE),
  form('REFRESH MATERIALIZED VIEW totals', { totals: ACCESS_EXCLUSIVE, orders: ACCESS_SHARE }),
  form('REFRESH MATERIALIZED VIEW CONCURRENTLY totals', { totals: EXCLUSIVE, orders: ACCESS_SHARE }),
  form('REFRESH MATERIALIZED VIEW totals WITH NO DATA', { totals: ACCESS_EXCLUSIVE }),
  form("DO $$BEGIN EXECUTE 'ALTER TABLE or' || 'ders ADD COLUMN colour text'; END$$", ACCESS_EXCLUSIVE),
  form('SELECT guard()', SHARE),
  form('SELECT pg_advisory_xact_lock(42)'),
  form('SELECT pg_advisory_lock_shared(4, 2)'),
]
