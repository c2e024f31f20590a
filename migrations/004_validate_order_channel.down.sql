-- There is no "un-validate": the constraint is made anew, not yet valid, as 003 had left it.
ALTER TABLE orders
  DROP CONSTRAINT IF EXISTS orders_channel_known,
  ADD CONSTRAINT orders_channel_known CHECK (channel IN ('web', 'mobile', 'partner')) NOT VALID;
