-- A year of a busy Unleash: 300 flags in two environments and 400000 events, the same ones every time.
INSERT INTO features (name, description, type, project, created_at)
SELECT 'flag-' || n, 'Flag number ' || n, 'release', 'default', timestamptz '2026-01-01' + n * interval '1 hour'
FROM generate_series(1, 300) AS n;

INSERT INTO feature_environments (environment, feature_name, enabled)
SELECT environment, 'flag-' || n, n % 3 > 0
FROM generate_series(1, 300) AS n, unnest(ARRAY['development', 'production']) AS environment;

INSERT INTO feature_strategies (id, feature_name, project_name, environment, strategy_name, parameters, constraints, sort_order)
SELECT environment || '-' || n, 'flag-' || n, 'default', environment, 'flexibleRollout',
       jsonb_build_object('rollout', (n % 101)::text, 'stickiness', 'default', 'groupId', 'flag-' || n), '[]', 1
FROM generate_series(1, 300) AS n, unnest(ARRAY['development', 'production']) AS environment;

-- The row trigger counts updates per environment and day: a year's worth of them belongs to the past, not to the seeding.
ALTER TABLE events DISABLE TRIGGER USER;

INSERT INTO events (created_at, type, created_by, data, pre_data, project, environment, feature_name, announced)
SELECT timestamptz '2026-01-01' + n * interval '1 minute',
       (ARRAY['feature-updated', 'feature-environment-enabled', 'feature-environment-disabled', 'feature-strategy-update'])[1 + n % 4],
       'person-' || n % 40,
       json_build_object('name', 'flag-' || 1 + n % 300, 'description', repeat('changed ', n % 8), 'stale', n % 7 = 0),
       jsonb_build_object('name', 'flag-' || 1 + n % 300, 'stale', false),
       'default', (ARRAY['development', 'production'])[1 + n % 2], 'flag-' || 1 + n % 300, true
FROM generate_series(1, 400000) AS n;

ALTER TABLE events ENABLE TRIGGER USER;

ANALYZE features, feature_environments, feature_strategies, events;
