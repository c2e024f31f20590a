SET lock_timeout = '1s';
ALTER TABLE orders DROP CONSTRAINT orders_reference_key;
