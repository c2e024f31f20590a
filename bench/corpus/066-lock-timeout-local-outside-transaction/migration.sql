SET LOCAL lock_timeout = '1s';
ALTER TABLE orders ADD COLUMN warehouse integer;
CREATE INDEX CONCURRENTLY orders_warehouse_idx ON orders (warehouse);
