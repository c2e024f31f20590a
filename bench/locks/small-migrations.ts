/** Ten that build on one another, as a project's do; `$N` counts the tens. */
export const SMALL: readonly string[] = [
  'CREATE TABLE orders_$N (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint, amount integer);\n',
  "SET lock_timeout = '2s';\nALTER TABLE orders_$N ADD COLUMN note text;\n",
  'CREATE TABLE customers_$N (id bigint PRIMARY KEY, name text NOT NULL);\nINSERT INTO customers_$N VALUES (1, $$one$$);\n',
  'CREATE INDEX CONCURRENTLY orders_$N_customer ON orders_$N (customer_id);\n',
  `SET lock_timeout = '2s';
ALTER TABLE orders_$N ADD CONSTRAINT customer FOREIGN KEY (customer_id) REFERENCES customers_$N NOT VALID;
`,
  'ALTER TABLE orders_$N VALIDATE CONSTRAINT customer;\n',
  'INSERT INTO orders_$N (customer_id, amount) SELECT 1, n FROM generate_series(1, 100) n;\n',
  `BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders_$N ALTER COLUMN amount SET DEFAULT 0;
UPDATE orders_$N SET amount = 1 WHERE amount IS NULL;
COMMIT;
`,
  'CREATE VIEW open_orders_$N AS SELECT id, amount FROM orders_$N;\nCOMMENT ON VIEW open_orders_$N IS $$not closed$$;\n',
  "SET lock_timeout = '2s';\nDROP VIEW open_orders_$N;\nALTER TABLE orders_$N RENAME COLUMN note TO remark;\n",
]
