import { ACCESS_EXCLUSIVE, type Form, form, ROW_SHARE, SHARE_ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE } from '../form.ts'

const UNCHECKED = 'ALTER TABLE orders ADD CONSTRAINT orders_note CHECK (note IS NOT NULL) NOT VALID'
const UNREFERENCED = `ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers
  NOT VALID`

/** Constraints: a foreign key locks both tables, and checking one later locks less. */
export const CONSTRAINTS: readonly Form[] = [
  form('ALTER TABLE orders ADD CONSTRAINT small CHECK (amount < 1000)', ACCESS_EXCLUSIVE),
  form('ALTER TABLE orders ADD CONSTRAINT small CHECK (amount < 1000) NOT VALID', ACCESS_EXCLUSIVE),
  form('ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers', {
    orders: SHARE_ROW_EXCLUSIVE,
    customers: SHARE_ROW_EXCLUSIVE,
  }),
  form(UNREFERENCED, { orders: SHARE_ROW_EXCLUSIVE, customers: SHARE_ROW_EXCLUSIVE }),
  form('ALTER TABLE orders ADD UNIQUE (note)', ACCESS_EXCLUSIVE),
  form('ALTER TABLE orders ADD CONSTRAINT by_code UNIQUE USING INDEX orders_code', ACCESS_EXCLUSIVE),
  form('ALTER TABLE events_2026 ADD PRIMARY KEY (id)', { events_2026: ACCESS_EXCLUSIVE }),
  form('ALTER TABLE orders ADD EXCLUDE USING btree (id WITH =)', ACCESS_EXCLUSIVE),
  form('ALTER TABLE items ALTER CONSTRAINT items_order DEFERRABLE INITIALLY DEFERRED', { items: ACCESS_EXCLUSIVE }),
  form('ALTER TABLE orders VALIDATE CONSTRAINT orders_note', SHARE_UPDATE_EXCLUSIVE, { setUp: UNCHECKED }),
  form(
    'ALTER TABLE orders VALIDATE CONSTRAINT orders_customer',
    { orders: SHARE_UPDATE_EXCLUSIVE, customers: ROW_SHARE },
    { setUp: UNREFERENCED },
  ),
  form('ALTER TABLE orders ALTER COLUMN note SET NOT NULL', ACCESS_EXCLUSIVE, {
    setUp: `${UNCHECKED}; ALTER TABLE orders VALIDATE CONSTRAINT orders_note`,
  }),
  form('ALTER TABLE orders DROP CONSTRAINT orders_amount', ACCESS_EXCLUSIVE),
  form('ALTER TABLE items DROP CONSTRAINT items_order', { items: ACCESS_EXCLUSIVE, orders: ACCESS_EXCLUSIVE }),
  form('ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE', { orders: ACCESS_EXCLUSIVE, items: ACCESS_EXCLUSIVE }),
  form('ALTER TABLE orders RENAME CONSTRAINT orders_amount TO no_debt', ACCESS_EXCLUSIVE),
  form('ALTER TABLE orders ADD CONSTRAINT noted NOT NULL note NOT VALID', ACCESS_EXCLUSIVE, { since: 18 }),
  form('ALTER TABLE orders VALIDATE CONSTRAINT noted', SHARE_UPDATE_EXCLUSIVE, {
    since: 18,
    setUp: 'ALTER TABLE orders ADD CONSTRAINT noted NOT NULL note NOT VALID',
  }),
  form('ALTER TABLE items ALTER CONSTRAINT items_order NOT ENFORCED', { items: ACCESS_EXCLUSIVE }, { since: 18 }),
  form('COMMENT ON CONSTRAINT orders_amount ON orders IS $$no debts$$'),
  form('ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100)', { shelves: 'ShareLock' }),
  form('ALTER DOMAIN positive VALIDATE CONSTRAINT above_zero', { shelves: 'ShareLock' }),
  form('ALTER DOMAIN positive SET NOT NULL', { shelves: 'ShareLock' }, { setUp: 'TRUNCATE shelves' }),
]
