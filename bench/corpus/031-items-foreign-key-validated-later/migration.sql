BEGIN;
SET LOCAL lock_timeout = '1s';
ALTER TABLE items
  ADD CONSTRAINT items_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE items VALIDATE CONSTRAINT items_order_fk;
COMMIT;
