-- 4.2 works with the wider column.
SELECT 1;
