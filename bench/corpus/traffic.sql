-- What the running version of the shop sends.
SELECT id, email, score FROM users WHERE email = 'user42@example.com';
SELECT id, name, status FROM users WHERE id = 43;
SELECT id, total_cents, status FROM orders WHERE user_id = 42 ORDER BY placed_at DESC LIMIT 20;
SELECT id, status, note FROM orders WHERE reference = 'R-4242';
SELECT id FROM orders WHERE placed_at > '2026-03-05 17:00:00+00' ORDER BY placed_at LIMIT 10;
SELECT sku, quantity FROM items WHERE order_id = 4242;
-- prepared
SELECT id, amount_cents, state FROM payments WHERE order_id = 4242;
SELECT id, amount_cents, state FROM payment_overview WHERE id = 42;
SELECT count(*) FROM kinds k JOIN events e ON e.kind_id = k.id WHERE k.code = 'k7';
SELECT value FROM settings WHERE key = 'checkout';
SELECT sold FROM sku_totals WHERE sku = 'SKU-7';
SELECT avg(value) FROM measurements WHERE sensor = 7 AND at >= '2026-10-05' AND at < '2026-10-06';
UPDATE users SET score = score + 1 WHERE id = 42;
UPDATE orders SET status = 'paid', updated_at = localtimestamp WHERE id = 42;
INSERT INTO orders (user_id, total_cents, status, reference, placed_at) VALUES (42, 999, 'new', NULL, now());
INSERT INTO items (order_id, sku, quantity) VALUES (4242, 'SKU-7', 1);
INSERT INTO payments (order_id, amount_cents, state, external_id) VALUES (4242, 999, 'open', 'ch_new');
INSERT INTO events (kind_id, order_id, payload, at) VALUES (7, 4242, '{"source": "s1"}', now());
