-- A million orders, the same ones every time: whatever looks random comes from hashing the row's number.
-- Customer n logs in as customer-n@example.test with the password rehearsal-n.
INSERT INTO customers (id, email, name, password_salt, password_sha256)
SELECT n, 'customer-' || n || '@example.test', 'Customer ' || n, to_hex(hashint4(n)),
       sha256(convert_to(to_hex(hashint4(n)) || 'rehearsal-' || n, 'UTF8'))
FROM generate_series(1, 20000) AS n;

DO $$
DECLARE
  total constant int := 1000000;
  chunk constant int := 200000;
BEGIN
  FOR lowest IN 1 .. total BY chunk LOOP
    INSERT INTO orders (id, reference, customer_id, amount_cents, currency, status, created_at)
    SELECT n, 'order-' || n, 1 + (hashint4(n) & 2147483647) % 20000, 100 + (hashint4(-n) & 2147483647) % 99900,
           'EUR', CASE WHEN n % 5 = 0 THEN 'paid' ELSE 'open' END,
           timestamptz '2026-01-01 00:00:00+00' + n * interval '25 seconds'
    FROM generate_series(lowest, lowest + chunk - 1) AS n;
    RAISE NOTICE 'orders: % of %', lowest + chunk - 1, total;
  END LOOP;
END $$;

INSERT INTO payments (id, reference, order_id, amount_cents, charge_status, created_at)
SELECT row_number() OVER (ORDER BY id), 'payment-' || id, id, amount_cents, 'captured', created_at + interval '1 minute'
FROM orders WHERE id % 5 = 0;
