SET lock_timeout = '2s';
CREATE INDEX events_payload_idx ON events USING gin (payload);
