-- Left by the migration before, which validated it.
ALTER TABLE events ADD CONSTRAINT events_order_id_present CHECK (order_id IS NOT NULL);
