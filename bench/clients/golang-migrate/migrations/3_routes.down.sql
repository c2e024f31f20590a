ALTER TABLE parcels DROP COLUMN route_id;
DROP INDEX parcels_weight;
DROP TABLE routes;
