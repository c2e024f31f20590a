SET lock_timeout = '1s';
CREATE FUNCTION add_gift() RETURNS void LANGUAGE plpgsql SET lock_timeout = 0 AS $$
BEGIN
  ALTER TABLE orders ADD COLUMN gift boolean;
END $$;
SELECT add_gift();
DROP FUNCTION add_gift();
