SET lock_timeout = '1s';
ALTER TABLE orders ADD COLUMN gift boolean NOT NULL DEFAULT false;
