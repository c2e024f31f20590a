import { ACCESS_EXCLUSIVE, EXCLUSIVE, SHARE, SHARE_UPDATE_EXCLUSIVE } from '../form.ts'

/** A form that refuses a transaction block, and whom it has to wait for. */
export interface BlockedForm {
  readonly statement: string
  /** What the session in its way did, in a transaction that it keeps open. */
  readonly behind: string
  /** Locked like so while it waits, or waited for: by the documentation. */
  readonly documented: Readonly<Record<string, string>>
  readonly setUp?: string
}

const WRITTEN = 'UPDATE orders SET amount = 1 WHERE id = 1'
const READ = 'SELECT count(*) FROM orders'
const MAINTAINED = 'LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE'
const NOTES = 'CREATE INDEX orders_note ON orders (note)'

function blocked(
  statement: string,
  behind: string,
  documented: Readonly<Record<string, string>>,
  setUp?: string,
): BlockedForm {
  return { statement, behind, documented, ...(setUp === undefined ? {} : { setUp }) }
}

const SUX_ON_ORDERS = { orders: SHARE_UPDATE_EXCLUSIVE }

export const BLOCKED: readonly BlockedForm[] = [
  // Granted, and waiting for whoever may still see the table without the index.
  blocked('CREATE INDEX CONCURRENTLY orders_note ON orders (note)', WRITTEN, SUX_ON_ORDERS),
  blocked('CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (note)', WRITTEN, SUX_ON_ORDERS),
  // Not granted yet.
  blocked('CREATE INDEX CONCURRENTLY orders_note ON orders (note)', MAINTAINED, SUX_ON_ORDERS),
  blocked(
    'DROP INDEX CONCURRENTLY orders_note',
    READ,
    { ...SUX_ON_ORDERS, orders_note: SHARE_UPDATE_EXCLUSIVE },
    NOTES,
  ),
  blocked('REINDEX INDEX CONCURRENTLY orders_code', WRITTEN, { ...SUX_ON_ORDERS, orders_code: SHARE_UPDATE_EXCLUSIVE }),
  blocked('REINDEX TABLE CONCURRENTLY orders', WRITTEN, SUX_ON_ORDERS),
  blocked(
    'REINDEX SCHEMA archive',
    'LOCK TABLE archive.old IN ROW EXCLUSIVE MODE',
    { 'archive.old': SHARE },
    'CREATE TABLE archive.old (id integer PRIMARY KEY)',
  ),
  blocked('REINDEX TABLE events', 'LOCK TABLE events_2025 IN ROW EXCLUSIVE MODE', { events_2025: SHARE }),
  blocked('VACUUM orders', MAINTAINED, SUX_ON_ORDERS),
  blocked('VACUUM (ANALYZE) orders', MAINTAINED, SUX_ON_ORDERS),
  // Of several tables, each in a transaction of its own.
  blocked('ANALYZE events', 'LOCK TABLE events_2025 IN SHARE UPDATE EXCLUSIVE MODE', {
    events_2025: SHARE_UPDATE_EXCLUSIVE,
  }),
  blocked('VACUUM (FULL) orders', READ, { orders: ACCESS_EXCLUSIVE }),
  blocked('VACUUM FULL orders', 'LOCK TABLE orders IN ACCESS SHARE MODE', { orders: ACCESS_EXCLUSIVE }),
  blocked('CLUSTER', READ, { orders: ACCESS_EXCLUSIVE }, 'ALTER TABLE orders CLUSTER ON orders_customer_id'),
  blocked('CLUSTER events USING events_day', 'LOCK TABLE events_2025 IN ACCESS SHARE MODE', {
    events_2025: ACCESS_EXCLUSIVE,
  }),
  blocked(
    'ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY',
    'LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE',
    { events: SHARE_UPDATE_EXCLUSIVE },
  ),
  // Its second transaction.
  blocked(
    'ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY',
    'LOCK TABLE events_2025 IN ACCESS SHARE MODE',
    { events: SHARE_UPDATE_EXCLUSIVE, events_2025: ACCESS_EXCLUSIVE },
  ),
  blocked(
    'CALL closing()',
    'LOCK TABLE items IN ROW EXCLUSIVE MODE',
    { items: EXCLUSIVE },
    "CREATE PROCEDURE closing() LANGUAGE plpgsql AS 'BEGIN UPDATE orders SET amount = 2; COMMIT; LOCK TABLE items IN EXCLUSIVE MODE; COMMIT; END'",
  ),
  blocked("DO 'BEGIN COMMIT; LOCK TABLE items IN SHARE MODE; COMMIT; END'", 'LOCK TABLE items IN ROW EXCLUSIVE MODE', {
    items: SHARE,
  }),
]
