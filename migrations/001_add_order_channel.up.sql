-- A nullable column and a column with a constant default: neither touches a row.
ALTER TABLE orders
  ADD COLUMN channel text,
  ADD COLUMN refunded_cents bigint NOT NULL DEFAULT 0;
