-- A shop, as production has it before each migration. Values follow from row numbers, so that every load is the same.
CREATE TYPE payment_state AS ENUM ('open', 'captured', 'failed');

CREATE TABLE users (
  id serial PRIMARY KEY,
  email varchar(80) NOT NULL CONSTRAINT users_email_key UNIQUE,
  name varchar(120) NOT NULL,
  status text NOT NULL DEFAULT 'active',
  country varchar(2),
  score integer NOT NULL DEFAULT 0,
  credit_cents integer NOT NULL DEFAULT 0,
  legacy_note text,
  created_at timestamptz NOT NULL
);
INSERT INTO users (email, name, country, score, credit_cents, created_at)
SELECT format('user%s@example.com', n), 'User ' || n, CASE n % 3 WHEN 0 THEN 'DE' WHEN 1 THEN 'FR' ELSE 'PL' END,
  n % 100, n % 5000, timestamptz '2025-01-01 00:00:00+00' + n * interval '5 minutes'
FROM generate_series(1, 50000) n;

CREATE TABLE orders (
  id serial PRIMARY KEY,
  user_id integer NOT NULL,
  total_cents integer NOT NULL,
  status varchar(20) NOT NULL DEFAULT 'new',
  reference varchar(40) CONSTRAINT orders_reference_key UNIQUE,
  discount numeric(10, 2),
  coupon text,
  note text,
  placed_at timestamptz NOT NULL,
  updated_at timestamp
);
INSERT INTO orders (user_id, total_cents, status, reference, discount, coupon, note, placed_at, updated_at)
SELECT 1 + n % 50000, 100 + n % 90000, CASE n % 4 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'shipped' END,
  'R-' || n, n % 20, CASE WHEN n % 10 = 0 THEN 'C' || n % 100 END, 'leave at the door, please: ' || n,
  timestamptz '2025-06-01 00:00:00+00' + n * interval '2 minutes',
  timestamp '2025-06-01 01:00:00' + n * interval '2 minutes'
FROM generate_series(1, 200000) n;
CREATE INDEX orders_user_id_idx ON orders (user_id);
CREATE INDEX orders_placed_at_idx ON orders (placed_at);
CREATE INDEX orders_coupon_idx ON orders (coupon);

CREATE TABLE items (
  id bigserial PRIMARY KEY,
  order_id integer NOT NULL,
  sku varchar(30) NOT NULL,
  quantity integer NOT NULL
);
INSERT INTO items (order_id, sku, quantity)
SELECT 1 + n % 200000, 'SKU-' || n % 500, 1 + n % 5 FROM generate_series(1, 200000) n;
CREATE INDEX items_order_id_idx ON items (order_id);

CREATE TABLE payments (
  id serial PRIMARY KEY,
  order_id integer NOT NULL,
  amount_cents integer NOT NULL,
  state payment_state NOT NULL DEFAULT 'open',
  external_id text NOT NULL,
  paid_at timestamp
);
INSERT INTO payments (order_id, amount_cents, state, external_id, paid_at)
SELECT n, 100 + n % 90000, 'captured', 'ch_' || n, timestamp '2025-06-01 00:30:00' + n * interval '2 minutes'
FROM generate_series(1, 100000) n;
CREATE INDEX payments_order_id_idx ON payments (order_id);

CREATE TABLE kinds (id integer PRIMARY KEY, code text NOT NULL UNIQUE, title text);
INSERT INTO kinds SELECT n, 'k' || n, 'Kind ' || n FROM generate_series(1, 4000) n;

CREATE TABLE events (
  id bigserial PRIMARY KEY,
  kind_id integer NOT NULL,
  order_id integer,
  payload jsonb,
  at timestamptz NOT NULL
);
INSERT INTO events (kind_id, order_id, payload, at)
SELECT 1 + n % 4000, 1 + n % 200000,
  jsonb_build_object('source', 's' || n % 7, 'attempt', n % 3, 'trace', md5(n::text)),
  timestamptz '2026-01-01 00:00:00+00' + n * interval '1 minute'
FROM generate_series(1, 400000) n;
CREATE INDEX events_kind_id_idx ON events (kind_id);

CREATE TABLE settings (key text PRIMARY KEY, value text);
INSERT INTO settings VALUES ('checkout', 'on'), ('currency', 'EUR'), ('signup', 'on'), ('theme', 'light');

CREATE TABLE sessions (token text NOT NULL, user_id integer NOT NULL, seen_at timestamptz NOT NULL);
INSERT INTO sessions
SELECT md5(n::text), 1 + n % 50000, timestamptz '2026-11-01 00:00:00+00' + n * interval '1 second'
FROM generate_series(1, 20000) n;

CREATE TABLE measurements (sensor integer NOT NULL, at timestamptz NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE measurements_2026_09 PARTITION OF measurements
  FOR VALUES FROM ('2026-09-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');
CREATE TABLE measurements_2026_10 PARTITION OF measurements
  FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');
INSERT INTO measurements
SELECT n % 20, timestamptz '2026-09-01 00:00:00+00' + n * interval '1 minute', n % 1000 FROM generate_series(0, 80000) n;
CREATE TABLE measurements_2026_11 (sensor integer NOT NULL, at timestamptz NOT NULL, value integer);
INSERT INTO measurements_2026_11
SELECT n % 20, timestamptz '2026-11-01 00:00:00+00' + n * interval '20 seconds', n % 1000
FROM generate_series(0, 100000) n;

CREATE TABLE legacy_imports (id serial PRIMARY KEY, name text);

CREATE VIEW payment_overview AS SELECT id, amount_cents, state FROM payments;
CREATE MATERIALIZED VIEW sku_totals AS SELECT sku, sum(quantity) AS sold FROM items GROUP BY sku;
CREATE UNIQUE INDEX sku_totals_sku_key ON sku_totals (sku);

ANALYZE;
