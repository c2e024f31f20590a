BEGIN;
ALTER TABLE parcels ADD COLUMN weight numeric;
INSERT INTO parcels VALUES (1, 'Main Street', 2.5);
INSERT INTO parcels VALUES (2, 'Main Street', 5);
COMMIT;
