-- prepared
SELECT * FROM payments WHERE id = 42;
