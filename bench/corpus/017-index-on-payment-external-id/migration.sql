CREATE INDEX payments_external_id_idx ON payments (external_id);
