LOCK TABLE orders IN EXCLUSIVE MODE;
CREATE TABLE order_report AS SELECT status, count(*) AS orders FROM orders GROUP BY status;
