-- Up Migration
CREATE TABLE routes (id integer PRIMARY KEY, name text);
CREATE INDEX parcels_weight ON parcels (weight);
ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;

-- Down Migration
ALTER TABLE parcels DROP COLUMN route_id;
DROP INDEX parcels_weight;
DROP TABLE routes;
