SET lock_timeout = '1s';
CREATE OR REPLACE VIEW payment_overview AS SELECT id, amount_cents, state, paid_at FROM payments;
