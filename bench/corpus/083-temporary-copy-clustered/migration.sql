CREATE TEMPORARY TABLE best AS SELECT id, score FROM users WHERE score > 90;
CREATE INDEX best_score_idx ON best (score);
CLUSTER best USING best_score_idx;
DELETE FROM best;
DROP TABLE best;
