-- NOT VALID binds new rows at once and reads no old one; 004 reads them under a weaker lock.
ALTER TABLE orders
  ADD CONSTRAINT orders_channel_known CHECK (channel IN ('web', 'mobile', 'partner')) NOT VALID;
