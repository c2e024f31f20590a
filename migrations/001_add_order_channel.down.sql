ALTER TABLE orders
  DROP COLUMN refunded_cents,
  DROP COLUMN channel;
