import { type DifferencesOf, each } from './difference.ts'

/** Columns and their order, constraints. */
export const COLUMNS: DifferencesOf = [
  ...each([
    ['ALTER TABLE customers ADD COLUMN extra int', 'column public.customers.extra'],
    ['ALTER TABLE customers DROP COLUMN note', 'column public.customers.note'],
    ['ALTER TABLE orders RENAME placed TO placed_at', 'column public.orders.placed_at'],
    ['ALTER TABLE customers ALTER note TYPE text', 'column public.customers.note'],
    ['ALTER TABLE customers ALTER note TYPE varchar(30)', 'column public.customers.note'],
    ['ALTER TABLE invoices ALTER amount TYPE numeric(12, 4)', 'column public.invoices.amount'],
    ['ALTER TABLE orders ALTER body TYPE text COLLATE "C"', 'column public.orders.body'],
    ["ALTER TABLE customers ALTER note SET DEFAULT 'y'", 'column public.customers.note'],
    ['ALTER TABLE customers ALTER note DROP DEFAULT', 'column public.customers.note'],
    ["ALTER TABLE customers ALTER mood SET DEFAULT 'angry'", 'column public.customers.mood'],
    ['ALTER TABLE invoices ALTER id DROP DEFAULT', 'column public.invoices.id'],
    ['ALTER TABLE customers ALTER note SET NOT NULL', 'column public.customers.note'],
    ['ALTER TABLE customers ALTER email DROP NOT NULL', 'column public.customers.email'],
    ['ALTER TABLE orders ALTER id SET GENERATED ALWAYS', 'column public.orders.id'],
    ['ALTER TABLE orders ALTER id DROP IDENTITY', 'column public.orders.id'],
    ['ALTER TABLE orders ALTER id SET INCREMENT BY 5', 'sequence public.orders_id_seq'],
    ['ALTER TABLE orders ALTER doubled DROP EXPRESSION', 'column public.orders.doubled'],
    ['ALTER TABLE orders ALTER body SET STORAGE EXTERNAL', 'column public.orders.body'],
    ['ALTER TABLE orders ALTER body SET COMPRESSION pglz', 'column public.orders.body'],
    ['ALTER TABLE orders ALTER body SET STATISTICS 500', 'column public.orders.body'],
    ['ALTER TABLE orders ALTER body SET STATISTICS 0', 'column public.orders.body'],
    ['ALTER TABLE orders ALTER body SET (n_distinct = -0.5)', 'column public.orders.body'],
    ["ALTER FOREIGN TABLE stock ALTER amount OPTIONS (SET unit 'piece')", 'column public.stock.amount'],
    ['ALTER TABLE heirs ALTER name SET DEFAULT 7', 'column public.heirs.name'],
    ['ALTER TABLE ancestors ADD COLUMN more int', 'column public.heirs.more'],
    ['ALTER TABLE orders ADD CONSTRAINT sane CHECK (id > 0)', 'constraint public.orders.sane'],
    ['ALTER TABLE orders ADD CONSTRAINT sane CHECK (id > 0) NOT VALID', 'constraint public.orders.sane'],
    ['ALTER TABLE ancestors ADD CONSTRAINT lone CHECK (id < 9) NO INHERIT', 'constraint public.ancestors.lone'],
    [
      'ALTER TABLE invoices VALIDATE CONSTRAINT invoices_order_id_fkey',
      'constraint public.invoices.invoices_order_id_fkey',
    ],
    ['ALTER TABLE orders RENAME CONSTRAINT orders_total_sane TO total_sane', 'constraint public.orders.total_sane'],
    ['ALTER TABLE orders DROP CONSTRAINT orders_total_sane', 'constraint public.orders.orders_total_sane'],
    ['ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey', 'constraint public.orders.orders_customer_id_fkey'],
    [
      'ALTER TABLE orders ALTER CONSTRAINT orders_customer_id_fkey DEFERRABLE',
      'constraint public.orders.orders_customer_id_fkey',
    ],
    [
      'ALTER TABLE orders ALTER CONSTRAINT orders_customer_id_fkey DEFERRABLE INITIALLY DEFERRED',
      'constraint public.orders.orders_customer_id_fkey',
    ],
    [
      `ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;
       ALTER TABLE orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE`,
      'constraint public.orders.orders_customer_id_fkey',
    ],
    ['ALTER TABLE customers DROP CONSTRAINT customers_email_key', 'constraint public.customers.customers_email_key'],
    [
      `ALTER TABLE customers DROP CONSTRAINT customers_email_key;
       CREATE UNIQUE INDEX customers_email_key ON customers (email)`,
      'constraint public.customers.customers_email_key',
    ],
    ['ALTER TABLE shop.bookings DROP CONSTRAINT bookings_free', 'constraint shop.bookings.bookings_free'],
    ['ALTER TABLE parts ADD CONSTRAINT parts_pkey PRIMARY KEY (id, at)', 'constraint public.parts.parts_pkey'],
    ['ALTER TABLE orders DISABLE TRIGGER ALL', 'constraint public.orders.orders_customer_id_fkey'],
    ['ALTER TABLE heirs ADD CONSTRAINT ancestors_id_sane CHECK (id > 0)', 'constraint public.heirs.ancestors_id_sane'],
  ]),
  {
    statement: 'ALTER TABLE inv2 INHERIT ancestors',
    before: 'CREATE TABLE inv2 (id int, name text, CONSTRAINT ancestors_id_sane CHECK (id > 0))',
    object: 'column public.inv2.name',
  },
  {
    statement: 'ALTER TABLE orders RENAME CONSTRAINT orders_total_not_null TO total_given',
    object: 'constraint public.orders.total_given',
    since: 18,
  },
  {
    statement: 'ALTER TABLE orders ADD CONSTRAINT body_given NOT NULL body NOT VALID',
    object: 'constraint public.orders.body_given',
    since: 18,
  },
  {
    statement: 'ALTER TABLE ancestors ADD CONSTRAINT name_given NOT NULL name NO INHERIT',
    object: 'constraint public.ancestors.name_given',
    since: 18,
  },
  {
    statement: 'ALTER TABLE orders ALTER CONSTRAINT orders_customer_id_fkey NOT ENFORCED',
    object: 'constraint public.orders.orders_customer_id_fkey',
    since: 18,
  },
  {
    statement: 'ALTER TABLE invoices ADD COLUMN tax numeric GENERATED ALWAYS AS (amount / 5) VIRTUAL',
    object: 'column public.invoices.tax',
    since: 18,
  },
  {
    statement: 'ALTER TABLE shop.timed ADD CONSTRAINT timed_pkey PRIMARY KEY (id, during WITHOUT OVERLAPS)',
    before: 'CREATE EXTENSION btree_gist SCHEMA attic; CREATE TABLE shop.timed (id int, during tstzrange)',
    object: 'constraint shop.timed.timed_pkey',
    since: 18,
  },
  {
    statement:
      "ALTER TABLE customers DROP note; ALTER TABLE customers ADD note varchar(20) DEFAULT ''; GRANT UPDATE (note) ON customers TO catalog_reader",
    object: 'public.customers',
    orderOnly: true,
  },
  {
    statement:
      'ALTER TABLE invoices DROP amount; ALTER TABLE invoices DROP order_id CASCADE; ALTER TABLE invoices ADD amount numeric(12, 2), ADD order_id bigint; ALTER TABLE invoices ADD CONSTRAINT invoices_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders NOT VALID',
    object: 'public.invoices',
    orderOnly: true,
  },
]
