-- Left by the migration before, which validated it.
ALTER TABLE measurements_2026_11 ADD CONSTRAINT measurements_2026_11_at
  CHECK (at >= '2026-11-01 00:00:00+00' AND at < '2026-12-01 00:00:00+00');
