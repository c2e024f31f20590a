INSERT INTO legacy_imports (name) VALUES ('catalogue of 2026');
