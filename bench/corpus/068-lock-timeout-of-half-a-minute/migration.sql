SET lock_timeout = '30s';
ALTER TABLE orders ADD COLUMN gift boolean;
