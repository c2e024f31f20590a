import assert from 'node:assert/strict'
import { fillTables } from '../../../harness/database/fill/fill.ts'
import type { Session } from '../../../harness/database/session.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('filling tables with rows', () => {
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  /** A new database with these tables, and a session on it. */
  async function given(sql: string): Promise<{ readonly address: DatabaseAddress; readonly session: Session }> {
    const address = await server.createDatabase()
    const session = await server.session(address)
    await session.run(sql)
    return { address, session }
  }

  async function fill(sql: string, tables: readonly string[], rows = 2_000) {
    const { address, session } = await given(sql)
    await using _session = session
    const filled = await fillTables(address, tables, rows)
    return { filled, address }
  }

  async function ask(address: DatabaseAddress, sql: string): Promise<Record<string, unknown> | undefined> {
    await using session = await server.session(address)
    return (await session.query(sql))[0]
  }

  async function run(address: DatabaseAddress, sql: string): Promise<void> {
    await using session = await server.session(address)
    await session.run(sql)
  }

  it('fills every common type without a null', async () => {
    const { filled, address } = await fill(
      `CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TYPE pair AS (a int, b text);
       CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN zip AS text CHECK (VALUE ~ '^\\d{5}$');
       CREATE TABLE t (a smallint, b int, c bigint, d numeric, e numeric(10,2), f numeric(3,2), g real, h float8, i money,
         j text, k varchar(5), l varchar(30), m char(3), n char, o bool, p date, q time, r timetz, s timestamp, t timestamptz,
         u interval, v uuid, w json, x jsonb, y bytea, z inet, aa cidr, ab macaddr, ac bit(4), ad varbit, ae int[], af text[],
         ag mood, ah pair, ai positive, aj zip, ak int4range, al tstzrange, am numrange, an tsvector, ao xml, ap point,
         aq "char", ar name, au datemultirange, av mood[], aw oid, ax pg_lsn, ay jsonpath, "Mixed Case" text)`,
      ['t'],
    )
    assert.deepEqual(filled, { filled: [{ relation: 't', rows: 2000 }], failed: [] })
    const nulls = await ask(address, 'SELECT to_jsonb(t) AS row FROM t LIMIT 1')
    const empty = Object.entries(nulls?.row as Record<string, unknown>).filter(([, value]) => value === null)
    assert.deepEqual(empty, [])
    await run(
      address,
      'ALTER TABLE t ADD CHECK (b > 0), ALTER j SET NOT NULL, ADD UNIQUE (j), ADD UNIQUE (b), ADD UNIQUE (t)',
    )
  })

  it('gives children parents that exist, and fills the parents first', async () => {
    const { filled, address } = await fill(
      `CREATE SCHEMA billing;
       CREATE TABLE billing.customers (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE);
       CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id bigint NOT NULL REFERENCES billing.customers);
       CREATE TABLE lines (order_id bigint REFERENCES orders, line_no smallint, qty int NOT NULL CHECK (qty BETWEEN 1 AND 9), PRIMARY KEY (order_id, line_no));
       CREATE TABLE profiles (customer_id bigint PRIMARY KEY REFERENCES billing.customers, bio text);
       CREATE TABLE tags (id serial PRIMARY KEY, name varchar(20) NOT NULL);
       CREATE TABLE order_tags (order_id bigint REFERENCES orders, tag_id int REFERENCES tags, PRIMARY KEY (order_id, tag_id))`,
      ['lines', 'profiles', 'orders', 'order_tags', 'billing.customers'],
      3_000,
    )
    assert.deepEqual(filled.failed, [])
    assert.deepEqual(filled.filled.map(({ relation, rows }) => `${relation} ${rows}`).toSorted(), [
      'billing.customers 3000',
      'lines 3000',
      'order_tags 3000',
      'orders 3000',
      'profiles 3000',
      'tags 1000',
    ])
    const dangling = await ask(
      address,
      `SELECT (SELECT count(*) FROM orders o LEFT JOIN billing.customers c ON c.id = o.customer_id WHERE c.id IS NULL)
            + (SELECT count(*) FROM lines l LEFT JOIN orders o ON o.id = l.order_id WHERE o.id IS NULL)
            + (SELECT count(*) FROM order_tags l LEFT JOIN tags o ON o.id = l.tag_id WHERE o.id IS NULL) AS rows`,
    )
    assert.deepEqual(dangling, { rows: 0 })
    await run(
      address,
      `INSERT INTO orders (customer_id) VALUES (1); INSERT INTO billing.customers (email) VALUES ('a@b')`,
    )
  })

  it('leaves rows that are there as they are, and makes new ones after their pattern', async () => {
    const { filled, address } = await fill(
      `CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, status text NOT NULL, plan jsonb, amount text, paid_at timestamptz,
         CHECK ((status = 'paid') = (paid_at IS NOT NULL)));
       INSERT INTO users (email, status, plan, amount, paid_at) VALUES
         ('ann@shop.example', 'new', '{"a":1}', '12', NULL), ('bob@shop.example', 'paid', '{"a":2}', '13', now()), ('cy@shop.example', 'new', '{"a":1}', '12', NULL)`,
      ['users'],
    )
    assert.deepEqual(filled, { filled: [{ relation: 'users', rows: 2000 }], failed: [] })
    assert.deepEqual(await ask(address, `SELECT array_agg(email ORDER BY id) AS was FROM users WHERE id <= 3`), {
      was: ['ann@shop.example', 'bob@shop.example', 'cy@shop.example'],
    })
    assert.deepEqual(
      await ask(address, `SELECT array_agg(DISTINCT status) AS all, count(DISTINCT email) AS emails FROM users`),
      {
        all: ['new', 'paid'],
        emails: 2000,
      },
    )
    await run(
      address,
      `CREATE TYPE status AS ENUM ('new', 'paid'); ALTER TABLE users DROP CONSTRAINT users_check;
      ALTER TABLE users ALTER status TYPE status USING status::status, ALTER amount TYPE int USING amount::int`,
    )
  })

  it('finds values that check constraints admit', async () => {
    const { filled } = await fill(
      `CREATE TABLE t (id int PRIMARY KEY, status text NOT NULL CHECK (status IN ('a', 'b', 'it''s')),
         percent numeric NOT NULL CHECK (percent >= 0 AND percent <= 100), negative int CHECK (negative < 0),
         starts timestamptz NOT NULL, ends timestamptz NOT NULL, CHECK (starts < ends),
         code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{2}-\\d{6}$'), currency char(3) CHECK (currency = upper(currency) AND length(currency) = 3),
         mail text CHECK (mail LIKE '%@%.%'), low int, high int, CHECK (low < high), born date CHECK (born > '1900-01-01' AND born < '2020-01-01'),
         a_id int, b_id int, CHECK (num_nonnulls(a_id, b_id) = 1), hue text CHECK (hue ~ '^#[0-9a-f]{6}$'),
         slug text UNIQUE CHECK (slug = lower(slug) AND slug !~ ' '), kind text, paid bool, CHECK ((kind = 'invoice' AND paid) OR (kind = 'credit' AND NOT paid)),
         future timestamptz CHECK (future > '2090-01-01'), share float8 CHECK (share > 0 AND share < 1), hour int CHECK (hour BETWEEN 9 AND 17))`,
      ['t'],
    )
    assert.deepEqual(filled, { filled: [{ relation: 't', rows: 2000 }], failed: [] })
  })

  it('spreads rows over the partitions there are', async () => {
    const { filled, address } = await fill(
      `CREATE TABLE events (id bigserial, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
       CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
       CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO (MAXVALUE);
       CREATE TABLE regions (id int, region text NOT NULL) PARTITION BY LIST (region);
       CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('eu', 'uk');
       CREATE TABLE regions_us PARTITION OF regions FOR VALUES IN ('us') PARTITION BY HASH (id);
       CREATE TABLE regions_us_0 PARTITION OF regions_us FOR VALUES WITH (MODULUS 2, REMAINDER 0);
       CREATE TABLE regions_us_1 PARTITION OF regions_us FOR VALUES WITH (MODULUS 2, REMAINDER 1);
       CREATE TABLE numbers (n int PRIMARY KEY, note text) PARTITION BY RANGE (n);
       CREATE TABLE numbers_0 PARTITION OF numbers FOR VALUES FROM (0) TO (5000);
       CREATE TABLE numbers_1 PARTITION OF numbers FOR VALUES FROM (5000) TO (10000);
       CREATE TABLE nowhere (n int) PARTITION BY RANGE (n)`,
      ['events', 'regions', 'numbers', 'nowhere', 'events_1'],
    )
    assert.deepEqual(filled, {
      filled: [
        { relation: 'events', rows: 2000 },
        { relation: 'regions', rows: 2000 },
        { relation: 'numbers', rows: 2000 },
      ],
      failed: [{ relation: 'nowhere', reason: 'no partition of relation "nowhere" found for row' }],
    })
    const least = await ask(
      address,
      `SELECT least((SELECT count(*) FROM events_1), (SELECT count(*) FROM events_2), (SELECT count(*) FROM regions_eu),
                    (SELECT count(*) FROM regions_us_0), (SELECT count(*) FROM numbers_0), (SELECT count(*) FROM numbers_1)) >= 200 AS spread`,
    )
    assert.deepEqual(least, { spread: true })
  })

  it('fills cycles, references into the table itself, and one partition alone', async () => {
    const { filled, address } = await fill(
      `CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);
       CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a);
       ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
       CREATE TABLE nodes (id int PRIMARY KEY, parent_id int REFERENCES nodes, root_id int NOT NULL REFERENCES nodes);
       CREATE TABLE tenants (id int PRIMARY KEY); CREATE TABLE members (tenant_id int REFERENCES tenants, id int, PRIMARY KEY (tenant_id, id));
       CREATE TABLE notes (id int PRIMARY KEY, tenant_id int NOT NULL REFERENCES tenants, member_id int NOT NULL, editor_id int NOT NULL,
         FOREIGN KEY (tenant_id, member_id) REFERENCES members, FOREIGN KEY (tenant_id, editor_id) REFERENCES members);
       CREATE TABLE p (id int, at date NOT NULL) PARTITION BY RANGE (at);
       CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')`,
      ['a', 'b', 'nodes', 'notes', 'p_1'],
    )
    assert.deepEqual(filled.failed, [])
    assert.deepEqual(
      filled.filled
        .filter(({ rows }) => rows === 2000)
        .map(({ relation }) => relation)
        .toSorted(),
      ['a', 'b', 'nodes', 'notes', 'p_1'],
    )
    await run(
      address,
      `ALTER TABLE a ADD CONSTRAINT again FOREIGN KEY (b_id) REFERENCES b; ALTER TABLE b ADD CONSTRAINT again FOREIGN KEY (a_id) REFERENCES a;
       ALTER TABLE nodes ADD CONSTRAINT again FOREIGN KEY (root_id) REFERENCES nodes;
       ALTER TABLE notes ADD CONSTRAINT again FOREIGN KEY (tenant_id, member_id) REFERENCES members, ADD FOREIGN KEY (tenant_id, editor_id) REFERENCES members`,
    )
  })

  it('fires no trigger, keeps policies and computed columns out of its way, and respects exclusion', async () => {
    const { filled, address } = await fill(
      `CREATE EXTENSION btree_gist;
       CREATE TABLE fired (n int); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO fired VALUES (1); RETURN NEW; END $$;
       CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, a int NOT NULL, twice int GENERATED ALWAYS AS (a * 2) STORED,
         token uuid NOT NULL DEFAULT gen_random_uuid(), created_at timestamptz NOT NULL DEFAULT now(), status text NOT NULL DEFAULT 'new');
       CREATE TRIGGER note BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION note();
       ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; CREATE POLICY none ON t USING (false);
       CREATE UNIQUE INDEX ON t (lower(status), a);
       CREATE TABLE bookings (room int NOT NULL, during tstzrange NOT NULL, EXCLUDE USING gist (room WITH =, during WITH &&))`,
      ['t', 'bookings', 'missing'],
    )
    assert.deepEqual(filled, {
      filled: [
        { relation: 't', rows: 2000 },
        { relation: 'bookings', rows: 2000 },
      ],
      failed: [{ relation: 'missing', reason: 'there is no such table' }],
    })
    assert.deepEqual(await ask(address, 'SELECT count(*) AS fired FROM fired'), { fired: 0 })
    await run(address, 'INSERT INTO t (a) VALUES (-1)')
  })

  it('fills what was filled before, further', async () => {
    const { address } = await fill(
      'CREATE TABLE t (id serial PRIMARY KEY, email text UNIQUE, code char(4) UNIQUE, n int)',
      ['t'],
      500,
    )
    assert.deepEqual(await fillTables(address, ['t'], 2_000), { filled: [{ relation: 't', rows: 2000 }], failed: [] })
  })

  it('refers to rows that exist where only a name says that it refers, with and without a pattern', async () => {
    const { filled, address } = await fill(
      `CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE companies (id bigint PRIMARY KEY);
       INSERT INTO companies SELECT generate_series(1, 7);
       CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL, company_id bigint, thing_id int, total int, state text, token uuid);
       INSERT INTO users SELECT n, 'name ' || n FROM generate_series(1, 5000) AS n;
       INSERT INTO orders SELECT n, n, 1 + n % 7, n, 6000 - n, CASE WHEN n > 3000 THEN 'new' ELSE 'paid' END, gen_random_uuid()
         FROM generate_series(1, 5000) AS n;
       CREATE TABLE carts (id int PRIMARY KEY, user_id int)`,
      ['orders', 'carts'],
      9_000,
    )
    assert.deepEqual(filled.failed, [])
    await run(
      address,
      `ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users, ADD FOREIGN KEY (company_id) REFERENCES companies, ADD UNIQUE (token);
       ALTER TABLE carts ADD FOREIGN KEY (user_id) REFERENCES users`,
    )
    const made = await ask(
      address,
      `SELECT max(total) <= 6000 AS alike, count(*) FILTER (WHERE state = 'new') BETWEEN 1000 AND 2500 AS varied FROM orders WHERE id > 5000`,
    )
    assert.deepEqual(made, { alike: true, varied: true })
  })

  it('stops in the middle of a table when told to, and leaves it as it was', async () => {
    const { address, session } = await given('CREATE TABLE t (id bigserial PRIMARY KEY, note text UNIQUE)')
    await using _session = session
    const interrupt = new AbortController()
    setTimeout(() => interrupt.abort(new Error('interrupted')), 300)
    const filling = fillTables(address, ['t'], 50_000_000, { progress: () => undefined, signal: interrupt.signal })
    await assert.rejects(filling, { message: 'interrupted' })
    assert.deepEqual(await session.query('SELECT count(*) AS rows FROM t'), [{ rows: 0 }])
  })

  it('says why a table stays as it was', async () => {
    const { filled } = await fill(
      `CREATE FUNCTION never(int) RETURNS bool LANGUAGE sql AS 'SELECT false'; CREATE TABLE t (a int CHECK (never(a)));
       CREATE TABLE flags (on_ bool PRIMARY KEY); CREATE TABLE child (id int, t int NOT NULL); ALTER TABLE t ADD PRIMARY KEY (a);
       ALTER TABLE child ADD FOREIGN KEY (t) REFERENCES t`,
      ['t', 'flags', 'child'],
    )
    assert.deepEqual(filled.filled, [{ relation: 'flags', rows: 2 }])
    assert.deepEqual(
      filled.failed.map(({ relation }) => relation),
      ['t', 'child'],
    )
  })
})
