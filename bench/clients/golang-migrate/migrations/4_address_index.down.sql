DROP INDEX CONCURRENTLY parcels_address_weight;
