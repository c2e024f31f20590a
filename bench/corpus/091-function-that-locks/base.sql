CREATE FUNCTION renumber_scores() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE users;
  UPDATE users SET score = 0 WHERE score < 0;
END $$;
