exports.up = (db) =>
  db.runSql(`CREATE TABLE routes (id integer PRIMARY KEY, name text);
    CREATE INDEX parcels_weight ON parcels (weight);
    ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;`)
exports.down = (db) =>
  db.runSql('ALTER TABLE parcels DROP COLUMN route_id; DROP INDEX parcels_weight; DROP TABLE routes')
