CREATE TABLE parcels (id integer PRIMARY KEY, address text NOT NULL);
