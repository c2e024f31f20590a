SET lock_timeout = '1s';
SELECT set_config(name, '0', false) FROM pg_settings WHERE name LIKE 'lock%timeout';
ALTER TABLE orders ADD COLUMN gift boolean;
