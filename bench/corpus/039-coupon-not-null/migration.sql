SET lock_timeout = '1s';
ALTER TABLE orders ALTER COLUMN coupon SET NOT NULL;
