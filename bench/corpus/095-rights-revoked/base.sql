DO $$
BEGIN
  CREATE ROLE corpus_reader;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END $$;
GRANT SELECT ON orders TO corpus_reader;
GRANT CREATE ON SCHEMA public TO corpus_reader;
CREATE FUNCTION turnover_of(wanted integer) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT sum(total_cents) FROM orders WHERE user_id = wanted';
ALTER FUNCTION turnover_of(integer) OWNER TO corpus_reader;
