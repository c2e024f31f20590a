SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY events_order_id_idx ON events (order_id);
