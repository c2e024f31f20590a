SET lock_timeout = '1s';
ALTER TABLE measurements ATTACH PARTITION measurements_2026_11
  FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');
