-- 4.2 ignores the columns.
SELECT 1;
