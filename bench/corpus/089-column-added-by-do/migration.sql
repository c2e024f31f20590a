DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['users', 'orders'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I text', one, 'tenant');
  END LOOP;
END $$;
