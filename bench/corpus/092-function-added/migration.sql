CREATE FUNCTION order_weight(integer) RETURNS bigint
  LANGUAGE sql STABLE AS 'SELECT sum(quantity) FROM items WHERE order_id = $1';
SELECT order_weight(42);
