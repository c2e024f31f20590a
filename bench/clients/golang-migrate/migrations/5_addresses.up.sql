INSERT INTO routes VALUES (1, 'undone by what follows');
CREATE UNIQUE INDEX parcels_address ON parcels (address);
