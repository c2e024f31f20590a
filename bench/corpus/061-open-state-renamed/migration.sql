ALTER TYPE payment_state RENAME VALUE 'open' TO 'pending';
