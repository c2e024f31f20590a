SET lock_timeout = '1s';
UPDATE orders SET coupon = upper(coupon) WHERE id BETWEEN 1000 AND 1099;
