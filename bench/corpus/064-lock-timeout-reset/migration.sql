SET lock_timeout = '1s';
COMMENT ON COLUMN users.score IS 'points of the loyalty programme';
RESET lock_timeout;
ALTER TABLE orders ADD COLUMN gift boolean;
