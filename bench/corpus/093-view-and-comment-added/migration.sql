CREATE VIEW unpaid_orders AS SELECT id, user_id, total_cents FROM orders WHERE status = 'new';
COMMENT ON TABLE orders IS 'one row per basket that was sent off';
COMMENT ON VIEW unpaid_orders IS 'what the reminder mail reads';
