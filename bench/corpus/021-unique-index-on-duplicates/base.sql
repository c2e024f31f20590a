-- A retried charge.
INSERT INTO payments (order_id, amount_cents, external_id) VALUES (9, 100, 'ch_9');
