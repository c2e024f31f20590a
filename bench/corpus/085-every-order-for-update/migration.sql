SET lock_timeout = '2s';
DO $$
DECLARE
  one orders;
  sum numeric := 0;
BEGIN
  FOR one IN SELECT * FROM orders ORDER BY id FOR UPDATE LOOP
    sum := sum + one.total_cents * (1 - coalesce(one.discount, 0) / 100);
  END LOOP;
  INSERT INTO settings VALUES ('turnover', sum::text);
END $$;
