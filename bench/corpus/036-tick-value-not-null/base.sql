CREATE TABLE ticks (value integer);
INSERT INTO ticks SELECT n FROM generate_series(1, 7000000) n;
