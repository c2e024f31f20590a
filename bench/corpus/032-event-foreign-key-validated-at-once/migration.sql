ALTER TABLE events
  ADD CONSTRAINT events_order_fk FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
ALTER TABLE events VALIDATE CONSTRAINT events_order_fk;
