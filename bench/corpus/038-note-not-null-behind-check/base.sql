-- Left by the migration before, which validated it.
ALTER TABLE orders ADD CONSTRAINT orders_note_present CHECK (note IS NOT NULL);
