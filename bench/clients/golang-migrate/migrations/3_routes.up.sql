-- One string, and so one transaction, though nobody says so.
CREATE TABLE routes (id integer PRIMARY KEY, name text);
CREATE INDEX parcels_weight ON parcels (weight);
ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;
