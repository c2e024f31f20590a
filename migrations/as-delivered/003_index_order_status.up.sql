CREATE INDEX orders_open_by_age ON orders (created_at, status, amount_cents);
