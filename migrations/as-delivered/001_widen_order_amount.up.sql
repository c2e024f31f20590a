-- Amounts outgrow int, and partners want an identifier that cannot be guessed.
ALTER TABLE orders
  ALTER COLUMN amount_cents TYPE bigint,
  ADD COLUMN public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE;
