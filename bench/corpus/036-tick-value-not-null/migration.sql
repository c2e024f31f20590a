SET lock_timeout = '2s';
ALTER TABLE ticks ALTER COLUMN value SET NOT NULL;
