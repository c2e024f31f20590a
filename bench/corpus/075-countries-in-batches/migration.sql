CREATE PROCEDURE fill_countries() LANGUAGE plpgsql AS $$
BEGIN
  LOOP
    UPDATE users SET country = 'XX' WHERE id IN (
      SELECT id FROM users WHERE country IS NULL ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED
    );
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;
BEGIN;
SET LOCAL lock_timeout = '1s';
COMMENT ON COLUMN users.country IS 'two letters, XX where it is not known';
COMMIT;
CALL fill_countries();
DROP PROCEDURE fill_countries();
