\set ON_ERROR_STOP off
\set VERBOSITY verbose
DROP TABLE IF EXISTS nothing_of_the_kind;
CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL);
ALTER TABLE parcels ADD COLUMN weight numeric;
INSERT INTO parcels VALUES (1, '1 Main Street', 2.5);
INSERT INTO parcels VALUES (1, 'twice', 1);
SELECT nonsense FROM parcels;
BEGIN;
UPDATE parcels SET weight = weight * 2 WHERE id = 1;
SAVEPOINT before;
INSERT INTO parcels VALUES (1, 'thrice', 1);
ROLLBACK TO before;
INSERT INTO parcels VALUES (2, '2 Main Street', 7);
COMMIT;
BEGIN;
DELETE FROM parcels;
ROLLBACK;
PREPARE one (integer) AS SELECT address FROM parcels WHERE id = $1;
EXECUTE one (1);
EXECUTE one (2);
EXECUTE one (1);
SELECT id, weight FROM parcels ORDER BY id \gset first_
\copy parcels FROM stdin
101	by copy	1
102	by copy	2
103	\N	3
\.
\copy parcels FROM stdin
101	by copy	1
102	by copy	2
\.
COPY parcels TO STDOUT;
CREATE TABLE routes (id integer PRIMARY KEY, name text)\; CREATE INDEX parcels_weight ON parcels (weight)\; ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes;
INSERT INTO routes VALUES (1, 'north')\; INSERT INTO routes VALUES (1, 'south');
BEGIN\; UPDATE parcels SET route_id = NULL\; COMMIT\; SELECT count(*) FROM parcels;
SET statement_timeout = 100;
SELECT pg_sleep(5);
RESET statement_timeout;
\d parcels
SELECT * FROM parcels ORDER BY id;
