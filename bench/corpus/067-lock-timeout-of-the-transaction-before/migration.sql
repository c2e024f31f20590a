BEGIN;
SET LOCAL lock_timeout = '1s';
ALTER TABLE users ADD COLUMN locale text;
COMMIT;
BEGIN;
ALTER TABLE orders ADD COLUMN locale text;
COMMIT;
