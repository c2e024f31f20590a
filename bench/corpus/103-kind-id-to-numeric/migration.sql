SET lock_timeout = '1s';
ALTER TABLE kinds ALTER COLUMN id TYPE numeric;
