SET lock_timeout = '2s';
ALTER TABLE events
  ADD COLUMN source text GENERATED ALWAYS AS (payload ->> 'source') STORED;
