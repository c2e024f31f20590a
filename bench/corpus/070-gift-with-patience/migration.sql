DO $$
BEGIN
  PERFORM set_config('lock_timeout', '100ms', true);
  FOR attempt IN 1 .. 40 LOOP
    BEGIN
      ALTER TABLE orders ADD COLUMN IF NOT EXISTS gift boolean;
      RETURN;
    EXCEPTION WHEN lock_not_available THEN
      PERFORM pg_sleep(0.4);
    END;
  END LOOP;
  RAISE EXCEPTION 'orders was never free';
END $$;
