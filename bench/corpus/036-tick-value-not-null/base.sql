CREATE TABLE ticks (value integer);
INSERT INTO ticks SELECT n FROM generate_series(1, 4000000) n;
