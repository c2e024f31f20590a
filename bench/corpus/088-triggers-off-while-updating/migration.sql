SET lock_timeout = '2s';
ALTER TABLE orders DISABLE TRIGGER USER;
UPDATE orders SET coupon = coalesce(coupon, 'none') WHERE user_id > 10000;
ALTER TABLE orders ENABLE TRIGGER USER;
