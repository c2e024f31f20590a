DROP INDEX parcels_address;
