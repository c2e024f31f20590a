CREATE INDEX CONCURRENTLY parcels_address_weight ON parcels (address, weight);
