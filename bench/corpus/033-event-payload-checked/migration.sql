SET lock_timeout = '2s';
ALTER TABLE events
  ADD CONSTRAINT events_payload_clean CHECK (payload::text !~ '(password|secret|card).*\d{16}');
