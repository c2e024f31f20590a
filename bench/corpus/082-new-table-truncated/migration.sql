CREATE TABLE staged (id integer, name text);
INSERT INTO staged SELECT n, 'x' || n FROM generate_series(1, 20000) n;
LOCK TABLE staged IN ACCESS EXCLUSIVE MODE;
TRUNCATE staged;
INSERT INTO staged SELECT id, title FROM kinds;
