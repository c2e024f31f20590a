-- The payments service's schema as version 4.2 left it. Keys and indexes follow once the rows are in: loading into an
-- indexed table takes several times as long.
CREATE TABLE customers (
  id int NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  password_salt text NOT NULL,
  password_sha256 bytea NOT NULL
);

CREATE TABLE orders (
  id bigint NOT NULL,
  reference text NOT NULL,
  customer_id int NOT NULL,
  amount_cents int NOT NULL,
  currency text NOT NULL DEFAULT 'EUR',
  status text NOT NULL DEFAULT 'open',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payments (
  id bigint NOT NULL,
  reference text NOT NULL,
  order_id bigint NOT NULL,
  amount_cents int NOT NULL,
  charge_status text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
