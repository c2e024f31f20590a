ALTER TABLE orders ADD COLUMN gift boolean;
