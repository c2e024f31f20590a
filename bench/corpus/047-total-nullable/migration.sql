SET lock_timeout = '1s';
ALTER TABLE orders ALTER COLUMN total_cents DROP NOT NULL;
