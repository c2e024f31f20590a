BEGIN;
CREATE INDEX CONCURRENTLY payments_external_id_idx ON payments (external_id);
COMMIT;
