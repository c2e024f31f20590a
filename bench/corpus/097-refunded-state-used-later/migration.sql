BEGIN;
ALTER TYPE payment_state ADD VALUE IF NOT EXISTS 'refunded';
COMMIT;
BEGIN;
SET LOCAL lock_timeout = '1s';
UPDATE payments SET state = 'refunded' WHERE id = 4242;
COMMIT;
