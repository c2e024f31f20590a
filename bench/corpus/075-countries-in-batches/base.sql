UPDATE users SET country = NULL WHERE id % 5 = 0;
CREATE INDEX users_without_country_idx ON users (id) WHERE country IS NULL;
