BEGIN;
SET LOCAL lock_timeout = '1s';
ALTER TABLE events
  ADD CONSTRAINT events_payload_clean CHECK (payload::text !~ '(password|secret|card).*\d{16}') NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE events VALIDATE CONSTRAINT events_payload_clean;
COMMIT;
