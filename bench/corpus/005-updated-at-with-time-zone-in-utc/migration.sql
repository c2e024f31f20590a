SET TIME ZONE 'UTC';
SET lock_timeout = '1s';
ALTER TABLE orders ALTER COLUMN updated_at TYPE timestamptz;
