CREATE UNLOGGED TABLE carts (id serial PRIMARY KEY, user_id integer NOT NULL, content jsonb);
INSERT INTO carts (user_id, content)
SELECT n, jsonb_build_object('sku', 'SKU-' || n % 500, 'note', md5(n::text)) FROM generate_series(1, 200000) n;
