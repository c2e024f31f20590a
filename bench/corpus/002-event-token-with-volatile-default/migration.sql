SET lock_timeout = '2s';
ALTER TABLE events ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
