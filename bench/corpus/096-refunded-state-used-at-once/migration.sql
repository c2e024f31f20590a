ALTER TYPE payment_state ADD VALUE 'refunded';
UPDATE payments SET state = 'refunded' WHERE id = 4242;
