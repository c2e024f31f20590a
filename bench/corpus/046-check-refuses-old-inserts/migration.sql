SET lock_timeout = '1s';
ALTER TABLE payments ADD CONSTRAINT payments_state_final CHECK (state <> 'open') NOT VALID;
