SET lock_timeout = '1s';
DROP TABLE legacy_imports;
