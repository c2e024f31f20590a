ALTER TABLE orders ALTER COLUMN user_id SET STATISTICS 1000;
ALTER TABLE orders SET (fillfactor = 80);
ANALYZE orders (user_id);
