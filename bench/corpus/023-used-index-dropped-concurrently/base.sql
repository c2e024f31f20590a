-- Enough of them that reading all is felt.
INSERT INTO items (order_id, sku, quantity)
SELECT 1 + n % 200000, 'SKU-' || n % 500, 1 + n % 5 FROM generate_series(1, 600000) n;
