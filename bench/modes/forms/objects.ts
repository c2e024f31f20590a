import {
  ACCESS_EXCLUSIVE,
  ACCESS_SHARE,
  type Form,
  form,
  SHARE_ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
} from '../form.ts'

/** Not on the stage: where rules are, what writes to tables can be traced in the extended protocol only. */
export const QUIET = 'CREATE RULE quiet AS ON DELETE TO customers DO ALSO NOTHING'

const FOREIGN = `CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER far FOREIGN DATA WRAPPER nowhere;
  CREATE FOREIGN TABLE distant (id integer) SERVER far`

/** Everything else that is created, altered, commented on and dropped. */
export const OBJECTS: readonly Form[] = [
  form('CREATE TABLE invoices (id bigint PRIMARY KEY, note text)'),
  form('CREATE TABLE invoices (id bigserial PRIMARY KEY, order_id bigint REFERENCES orders)', SHARE_ROW_EXCLUSIVE),
  form('CREATE TABLE invoices (LIKE orders INCLUDING ALL)', ACCESS_SHARE),
  form('CREATE TABLE invoices AS SELECT * FROM orders', ACCESS_SHARE),
  form('CREATE TEMPORARY TABLE scratch (id integer)'),
  form('DROP TABLE orders CASCADE', ACCESS_EXCLUSIVE),
  form('DROP TABLE items', { items: ACCESS_EXCLUSIVE, orders: ACCESS_EXCLUSIVE }),
  form('CREATE VIEW dear_orders AS SELECT * FROM orders WHERE amount > 50', ACCESS_SHARE),
  form('CREATE OR REPLACE VIEW open_orders AS SELECT id, amount FROM orders WHERE amount > 1', {
    open_orders: ACCESS_EXCLUSIVE,
    orders: ACCESS_SHARE,
  }),
  form('ALTER VIEW open_orders RENAME TO pending', { open_orders: ACCESS_EXCLUSIVE }),
  form('ALTER VIEW open_orders ALTER COLUMN amount SET DEFAULT 5', { open_orders: ACCESS_EXCLUSIVE }),
  form('ALTER VIEW open_orders SET (security_barrier = on)', { open_orders: ACCESS_EXCLUSIVE }),
  form('DROP VIEW open_orders', { open_orders: ACCESS_EXCLUSIVE }),
  form('CREATE MATERIALIZED VIEW sums AS SELECT sum(amount) FROM orders', ACCESS_SHARE),
  form('ALTER MATERIALIZED VIEW totals RENAME TO sums', { totals: ACCESS_EXCLUSIVE }),
  form('ALTER MATERIALIZED VIEW totals SET (fillfactor = 70)', { totals: SHARE_UPDATE_EXCLUSIVE }),
  form('DROP MATERIALIZED VIEW totals', { totals: ACCESS_EXCLUSIVE }),
  form('CREATE SEQUENCE more OWNED BY orders.id'),
  form('ALTER SEQUENCE numbers INCREMENT BY 5', { numbers: SHARE_ROW_EXCLUSIVE }),
  form('ALTER SEQUENCE numbers OWNED BY orders.id', { numbers: SHARE_ROW_EXCLUSIVE, orders: ACCESS_SHARE }),
  form('ALTER SEQUENCE numbers RENAME TO digits', { numbers: ACCESS_EXCLUSIVE }),
  form('DROP SEQUENCE numbers', { numbers: ACCESS_EXCLUSIVE }),
  form("ALTER TYPE mood ADD VALUE 'so so'"),
  form("ALTER TYPE mood RENAME VALUE 'glad' TO 'happy'"),
  form('ALTER TYPE pair RENAME TO twins'),
  form(
    'ALTER TYPE purse ADD ATTRIBUTE coins integer CASCADE',
    { purse: ACCESS_EXCLUSIVE, pockets: ACCESS_EXCLUSIVE },
    {
      setUp: 'CREATE TYPE purse AS (notes integer); CREATE TABLE pockets OF purse',
    },
  ),
  form('DROP TYPE mood CASCADE', { shelves: ACCESS_EXCLUSIVE }),
  form('CREATE TYPE triple AS (a integer, b integer, c integer)'),
  form('CREATE TRIGGER orders_after AFTER INSERT ON orders EXECUTE FUNCTION touch()', SHARE_ROW_EXCLUSIVE),
  form(
    `CREATE CONSTRAINT TRIGGER items_after AFTER INSERT ON items FROM orders DEFERRABLE FOR EACH ROW
     EXECUTE FUNCTION touch()`,
    { items: SHARE_ROW_EXCLUSIVE },
  ),
  form('ALTER TRIGGER orders_touch ON orders RENAME TO orders_touched', ACCESS_EXCLUSIVE),
  form('DROP TRIGGER orders_touch ON orders', ACCESS_EXCLUSIVE),
  form("CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"),
  form('DROP FUNCTION touch() CASCADE', ACCESS_EXCLUSIVE),
  form('CREATE RULE loud AS ON INSERT TO orders DO ALSO NOTHING', ACCESS_EXCLUSIVE),
  form('ALTER RULE quiet ON customers RENAME TO silent', { customers: ACCESS_EXCLUSIVE }, { setUp: QUIET }),
  form('DROP RULE quiet ON customers', { customers: ACCESS_EXCLUSIVE }, { setUp: QUIET }),
  form('CREATE POLICY all_of_them ON orders USING (true)', ACCESS_EXCLUSIVE),
  form('ALTER POLICY own ON customers USING (false)', { customers: ACCESS_EXCLUSIVE }),
  form('DROP POLICY own ON customers', { customers: ACCESS_EXCLUSIVE }),
  form('COMMENT ON TABLE orders IS $$what was bought$$', SHARE_UPDATE_EXCLUSIVE),
  form('COMMENT ON COLUMN orders.note IS $$free text$$', SHARE_UPDATE_EXCLUSIVE),
  form('COMMENT ON VIEW open_orders IS $$not closed$$', { open_orders: SHARE_UPDATE_EXCLUSIVE }),
  form('GRANT SELECT ON orders TO clerk'),
  form('CREATE PUBLICATION news FOR TABLE orders', SHARE_UPDATE_EXCLUSIVE),
  form(
    'ALTER PUBLICATION news ADD TABLE items',
    { items: SHARE_UPDATE_EXCLUSIVE },
    {
      setUp: 'CREATE PUBLICATION news FOR TABLE orders',
    },
  ),
  form(
    'CREATE FOREIGN TABLE distant (id integer) SERVER far',
    {},
    {
      setUp: FOREIGN.slice(0, FOREIGN.lastIndexOf(';')),
    },
  ),
  form('ALTER FOREIGN TABLE distant ADD COLUMN note text', { distant: ACCESS_EXCLUSIVE }, { setUp: FOREIGN }),
  form('DROP FOREIGN TABLE distant', { distant: ACCESS_EXCLUSIVE }, { setUp: FOREIGN }),
  form('CREATE SCHEMA attic CREATE TABLE boxes (id integer PRIMARY KEY)'),
  form('ALTER SCHEMA archive RENAME TO attic'),
  form(
    'DROP SCHEMA archive CASCADE',
    { 'archive.old_orders': ACCESS_EXCLUSIVE },
    {
      setUp: 'CREATE TABLE archive.old_orders (id integer PRIMARY KEY, note text)',
    },
  ),
  form('REASSIGN OWNED BY clerk TO CURRENT_USER', ACCESS_EXCLUSIVE, { setUp: 'ALTER TABLE orders OWNER TO clerk' }),
  form('DROP OWNED BY clerk', { events_2026: ACCESS_EXCLUSIVE }, { setUp: 'ALTER TABLE events_2026 OWNER TO clerk' }),
]
