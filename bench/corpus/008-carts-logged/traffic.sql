SELECT content FROM carts WHERE id = 42;
UPDATE carts SET content = '{}' WHERE id = 43;
