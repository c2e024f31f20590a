SET lock_timeout = '1s';
ALTER TABLE users RENAME COLUMN legacy_note TO old_note;
