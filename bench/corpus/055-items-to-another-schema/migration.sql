CREATE SCHEMA sales;
SET lock_timeout = '1s';
ALTER TABLE items SET SCHEMA sales;
