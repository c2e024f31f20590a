BEGIN;
SET LOCAL lock_timeout = '1s';
CREATE TABLE locales (code text PRIMARY KEY, name text NOT NULL);
COMMIT;
BEGIN;
ALTER TABLE orders ADD COLUMN locale text;
COMMIT;
