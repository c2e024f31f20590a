SET lock_timeout = '2s';
UPDATE orders SET discount = 0;
