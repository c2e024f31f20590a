SET lock_timeout = '1s';
ALTER TABLE orders ALTER COLUMN status TYPE varchar(40);
