SET lock_timeout = '1s';
ALTER TABLE users RENAME COLUMN name TO display_name;
