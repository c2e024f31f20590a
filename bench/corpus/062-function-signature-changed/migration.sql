DROP FUNCTION price_of(integer);
CREATE FUNCTION price_of(wanted bigint, currency text) RETURNS bigint
  LANGUAGE sql STABLE AS 'SELECT total_cents::bigint FROM orders WHERE id = wanted';
