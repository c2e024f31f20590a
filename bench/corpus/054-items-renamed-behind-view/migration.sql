SET lock_timeout = '1s';
ALTER TABLE items RENAME TO order_items;
CREATE VIEW items AS SELECT * FROM order_items;
