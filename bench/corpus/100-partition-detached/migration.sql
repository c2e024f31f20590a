ALTER TABLE measurements DETACH PARTITION measurements_2026_09;
