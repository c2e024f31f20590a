CREATE TABLE refunds (id bigserial PRIMARY KEY, payment_id integer NOT NULL, amount_cents integer NOT NULL);
INSERT INTO refunds (payment_id, amount_cents) SELECT n, n FROM generate_series(1, 5000) n;
CREATE INDEX refunds_payment_id_idx ON refunds (payment_id);
ALTER TABLE refunds ADD CONSTRAINT refunds_payment_id_key UNIQUE (payment_id);
ALTER TABLE refunds ALTER COLUMN amount_cents TYPE bigint;
