import { ACCESS_EXCLUSIVE, type Form, form, SHARE, SHARE_UPDATE_EXCLUSIVE } from '../form.ts'

const RANGE = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"
const CHILD = 'CREATE TABLE big_orders (CHECK (amount > 1000)) INHERITS (orders)'

/** Partitions and inheritance. */
export const PARTITIONS: readonly Form[] = [
  form(`ALTER TABLE events ATTACH PARTITION events_2026 ${RANGE}`, {
    events: SHARE_UPDATE_EXCLUSIVE,
    events_2026: ACCESS_EXCLUSIVE,
  }),
  form(
    `ALTER TABLE events ATTACH PARTITION events_2026 ${RANGE}`,
    { events: SHARE_UPDATE_EXCLUSIVE, events_2026: ACCESS_EXCLUSIVE, events_other: ACCESS_EXCLUSIVE },
    { setUp: 'CREATE TABLE events_other PARTITION OF events DEFAULT' },
  ),
  form('ALTER TABLE events DETACH PARTITION events_2025', { events: ACCESS_EXCLUSIVE, events_2025: ACCESS_EXCLUSIVE }),
  form("CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')", {
    events: ACCESS_EXCLUSIVE,
  }),
  form('ALTER TABLE events ADD COLUMN colour text', { events: ACCESS_EXCLUSIVE, events_2025: ACCESS_EXCLUSIVE }),
  form('ALTER TABLE events ALTER COLUMN id SET STATISTICS 200', {
    events: SHARE_UPDATE_EXCLUSIVE,
    events_2025: SHARE_UPDATE_EXCLUSIVE,
  }),
  form('CREATE INDEX events_id ON events (id)', { events: SHARE, events_2025: SHARE }),
  form('CREATE INDEX events_id ON ONLY events (id)', { events: SHARE }),
  form(
    'ALTER INDEX events_id ATTACH PARTITION events_2025_id',
    { events_id: SHARE_UPDATE_EXCLUSIVE },
    { setUp: 'CREATE INDEX events_id ON ONLY events (id); CREATE INDEX events_2025_id ON events_2025 (id)' },
  ),
  form('DROP INDEX events_day', { events: ACCESS_EXCLUSIVE, events_day: ACCESS_EXCLUSIVE }),
  form('DROP TABLE events_2025', { events: ACCESS_EXCLUSIVE, events_2025: ACCESS_EXCLUSIVE }),
  form('TRUNCATE events', { events: ACCESS_EXCLUSIVE, events_2025: ACCESS_EXCLUSIVE }),
  // Outside of a block it commits after each of the tables.
  form('ANALYZE events', { events: SHARE_UPDATE_EXCLUSIVE, events_2025: SHARE_UPDATE_EXCLUSIVE }, { inBlock: true }),
  form("INSERT INTO events VALUES (2, '2025-07-01')", { events: 'RowExclusiveLock', events_2025: 'RowExclusiveLock' }),
  form("SELECT * FROM events WHERE day = '2025-06-01'", { events: 'AccessShareLock', events_2025: 'AccessShareLock' }),
  form(
    'ALTER TABLE big_orders INHERIT orders',
    { big_orders: ACCESS_EXCLUSIVE, orders: SHARE_UPDATE_EXCLUSIVE },
    { setUp: `${CHILD}; ALTER TABLE big_orders NO INHERIT orders` },
  ),
  form('ALTER TABLE big_orders NO INHERIT orders', { big_orders: ACCESS_EXCLUSIVE }, { setUp: CHILD }),
  form(CHILD, SHARE_UPDATE_EXCLUSIVE),
  form(
    'ALTER TABLE orders DROP COLUMN note',
    { orders: ACCESS_EXCLUSIVE, big_orders: ACCESS_EXCLUSIVE },
    { setUp: CHILD },
  ),
]
