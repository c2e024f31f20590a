SELECT pg_advisory_xact_lock(2026);
INSERT INTO legacy_imports (name)
SELECT 'catalogue of 2026' WHERE NOT EXISTS (SELECT FROM legacy_imports WHERE name = 'catalogue of 2026');
