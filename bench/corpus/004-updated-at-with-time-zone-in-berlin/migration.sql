SET TIME ZONE 'Europe/Berlin';
SET lock_timeout = '2s';
ALTER TABLE orders ALTER COLUMN updated_at TYPE timestamptz;
