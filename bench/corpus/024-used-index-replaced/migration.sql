CREATE INDEX CONCURRENTLY items_order_id_sku_idx ON items (order_id, sku);
DROP INDEX CONCURRENTLY items_order_id_idx;
