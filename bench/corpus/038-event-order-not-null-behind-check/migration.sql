SET lock_timeout = '1s';
ALTER TABLE events ALTER COLUMN order_id SET NOT NULL;
ALTER TABLE events DROP CONSTRAINT events_order_id_present;
