DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['user_id', 'status'] LOOP
    EXECUTE format('ALTER TABLE orders ALTER COLUMN %I SET STATISTICS 500', one);
    EXECUTE format('COMMENT ON COLUMN orders.%I IS %L', one, 'sampled closely');
  END LOOP;
END $$;
