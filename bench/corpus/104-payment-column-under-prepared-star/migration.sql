SET lock_timeout = '1s';
ALTER TABLE payments ADD COLUMN currency text;
