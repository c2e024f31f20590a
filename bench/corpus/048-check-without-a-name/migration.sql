SET lock_timeout = '1s';
ALTER TABLE orders ADD CHECK (total_cents >= 0) NOT VALID;
