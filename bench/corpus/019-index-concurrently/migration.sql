CREATE INDEX CONCURRENTLY events_order_id_idx ON events (order_id);
