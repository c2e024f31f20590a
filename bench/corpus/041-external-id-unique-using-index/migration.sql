SET lock_timeout = '1s';
ALTER TABLE payments ADD CONSTRAINT payments_external_id_key UNIQUE USING INDEX payments_external_id_key;
