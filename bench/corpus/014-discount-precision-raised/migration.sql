SET lock_timeout = '1s';
ALTER TABLE orders ALTER COLUMN discount TYPE numeric(14, 2);
