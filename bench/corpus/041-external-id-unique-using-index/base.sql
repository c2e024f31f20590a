-- Left by the migration before, which built it concurrently.
CREATE UNIQUE INDEX payments_external_id_key ON payments (external_id);
