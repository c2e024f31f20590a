-- Left by the migration before, which built it concurrently.
CREATE UNIQUE INDEX sessions_token_key ON sessions (token);
