SET lock_timeout = '1s';
DROP VIEW payment_overview;
CREATE VIEW payment_overview AS SELECT id, amount_cents FROM payments;
