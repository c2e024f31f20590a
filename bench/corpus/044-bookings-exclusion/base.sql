CREATE TABLE bookings (id serial PRIMARY KEY, during int4range NOT NULL);
INSERT INTO bookings (during) SELECT int4range(n * 10, n * 10 + 5) FROM generate_series(1, 12000) n;
