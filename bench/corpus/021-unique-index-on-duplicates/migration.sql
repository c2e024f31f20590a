CREATE UNIQUE INDEX CONCURRENTLY payments_external_id_key ON payments (external_id);
