ALTER TABLE orders
  ADD COLUMN channel text,
  ADD COLUMN refunded_cents bigint NOT NULL DEFAULT 0;
