import { ACCESS_EXCLUSIVE, type Form, form, SHARE, SHARE_UPDATE_EXCLUSIVE } from '../form.ts'

/** https://www.postgresql.org/docs/current/sql-createindex.html, sql-alterindex.html and sql-reindex.html */
export const INDEXES: readonly Form[] = [
  form('CREATE INDEX orders_note ON orders (note)', SHARE),
  form('CREATE UNIQUE INDEX orders_note ON orders (note) INCLUDE (amount) WHERE amount > 10', SHARE),
  form('CREATE INDEX ON orders USING gin (to_tsvector($$simple$$, note))', SHARE),
  form('CREATE INDEX IF NOT EXISTS orders_code ON orders (code)', SHARE),
  form('CREATE INDEX ON totals (total)', { totals: SHARE }),
  form('ALTER INDEX orders_code RENAME TO orders_by_code', { orders_code: SHARE_UPDATE_EXCLUSIVE }),
  form('ALTER INDEX orders_code SET (fillfactor = 70)', { orders_code: SHARE_UPDATE_EXCLUSIVE }),
  form('ALTER INDEX orders_code RESET (fillfactor)', { orders_code: SHARE_UPDATE_EXCLUSIVE }),
  form('ALTER INDEX orders_code SET TABLESPACE shelf', { orders_code: ACCESS_EXCLUSIVE }),
  form('ALTER INDEX orders_half ALTER COLUMN 1 SET STATISTICS 300', { orders_half: SHARE_UPDATE_EXCLUSIVE }),
  form('REINDEX INDEX orders_code', { orders: SHARE, orders_code: ACCESS_EXCLUSIVE }),
  form('REINDEX TABLE orders', { orders: SHARE, orders_code: ACCESS_EXCLUSIVE, orders_pkey: ACCESS_EXCLUSIVE }),
  form('DROP INDEX orders_code', { orders: ACCESS_EXCLUSIVE, orders_code: ACCESS_EXCLUSIVE }),
  form('COMMENT ON INDEX orders_code IS $$unique$$', { orders_code: SHARE_UPDATE_EXCLUSIVE }),
  form('CREATE STATISTICS orders_all ON customer_id, amount, code FROM orders', SHARE_UPDATE_EXCLUSIVE),
  form('ALTER STATISTICS orders_both SET STATISTICS 100'),
  form('ALTER STATISTICS orders_both RENAME TO orders_pair'),
  form('DROP STATISTICS orders_both'),
  form('ANALYZE orders', SHARE_UPDATE_EXCLUSIVE),
  form('ANALYZE orders (amount)', SHARE_UPDATE_EXCLUSIVE),
  form('CLUSTER orders USING orders_customer_id', ACCESS_EXCLUSIVE),
]
