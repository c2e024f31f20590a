SELECT during FROM bookings WHERE id = 42;
INSERT INTO bookings (during) VALUES (int4range(7, 8));
