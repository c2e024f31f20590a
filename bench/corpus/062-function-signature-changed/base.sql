CREATE FUNCTION price_of(wanted integer) RETURNS integer
  LANGUAGE sql STABLE AS 'SELECT total_cents FROM orders WHERE id = wanted';
