SET lock_timeout = '2s';
UPDATE users SET credit_cents = credit_cents * 100 WHERE id BETWEEN 2000 AND 2099;
