ALTER TABLE payments ADD CONSTRAINT payments_external_id_key UNIQUE (external_id);
