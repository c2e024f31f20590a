import assert from 'node:assert/strict'
import { countDestroyed } from '../../../harness/database/destroyed-values.ts'
import { emptyLargeTables } from '../../../harness/database/lighten.ts'
import { destroyedBetween, readShape } from '../../../harness/database/shape.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

const UPGRADED = `
  CREATE TYPE currency AS ENUM ('EUR', 'CHF');
  CREATE TABLE refunds (id int);
  CREATE SCHEMA billing;
  CREATE TABLE billing."Odd Name" (id int, "New Column" text, cents int GENERATED ALWAYS AS (id * 100) STORED);
  CREATE TABLE payments (
    id bigint, amount bigint, label text, paid_at timestamptz, kept text,
    scheme text DEFAULT 'card', tries int DEFAULT 0, made_at timestamptz DEFAULT now(), money currency
  );
  INSERT INTO refunds VALUES (1), (2);
  INSERT INTO billing."Odd Name" VALUES (1, 'x'), (2, NULL);
  INSERT INTO payments VALUES
    (1, 5, 'short', '2026-11-21 00:00+00', 'a', 'card', 0, now(), 'EUR'),
    (2, 3000000000, 'much too long', '2026-11-21 12:00+00', 'b', 'sepa', 0, now(), 'CHF'),
    (3, NULL, NULL, NULL, 'c', NULL, 3, NULL, 'CHF')`

const RESTORED = `
  CREATE TYPE currency AS ENUM ('EUR');
  CREATE SCHEMA billing;
  CREATE TABLE billing."Odd Name" (id int);
  CREATE TABLE payments (id bigint, amount int, label varchar(10), paid_at date, kept text, money currency)`

describe('what a rollback destroys', function () {
  this.timeout(60_000)
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server?.[Symbol.asyncDispose]())

  async function database(sql: string) {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(sql)
    return address
  }

  it('is named object by object, and what is in it is counted', async () => {
    const [upgraded, restored] = [await database(UPGRADED), await database(RESTORED)]
    const destroyed = destroyedBetween(await readShape(upgraded), await readShape(restored))
    const counted = await countDestroyed(upgraded, destroyed)
    assert.deepEqual(
      destroyed.map(({ object, loss, was, is }, index) => [object, loss, was, is, counted[index]?.values]),
      [
        ['billing."Odd Name"."New Column"', 'column', 'text', null, 1],
        ['payments.amount', 'narrowed', 'bigint', 'integer', 1],
        ['payments.label', 'narrowed', 'text', 'character varying(10)', 1],
        // A day has no time: what was paid at midnight reads otherwise as well.
        ['payments.paid_at', 'narrowed', 'timestamp with time zone', 'date', 2],
        // A constant default was written by nobody; now() is the moment of a write.
        ['payments.scheme', 'column', 'text', null, 1],
        ['payments.tries', 'column', 'integer', null, 1],
        ['payments.made_at', 'column', 'timestamp with time zone', null, 2],
        ['refunds', 'table', '', null, 2],
        ["currency 'CHF'", 'enum-value', 'CHF', null, 2],
      ],
    )
  })

  it('is nothing between equal shapes', async () => {
    const [one, other] = [await database(RESTORED), await database(RESTORED)]
    assert.deepEqual(destroyedBetween(await readShape(one), await readShape(other)), [])
  })

  it('is not known of what is locked or gone', async () => {
    const address = await database('CREATE TABLE busy (id int)')
    await using holder = await server.session(address)
    await holder.run('BEGIN; LOCK TABLE busy IN ACCESS EXCLUSIVE MODE')
    const table = (relation: string) =>
      ({ object: relation, loss: 'table', relation, column: null, was: '', is: null }) as const
    assert.deepEqual(await countDestroyed(address, [table('busy'), table('gone')]), [
      { object: 'busy', values: null },
      { object: 'gone', values: null },
    ])
  })

  it('is seen on a clone without the rows of its large tables; small ones, as a tool’s own, keep theirs', async () => {
    const address = await database(`
      CREATE TABLE schema_migrations (version text);
      INSERT INTO schema_migrations VALUES ('1');
      CREATE TABLE events (id int PRIMARY KEY, text text);
      INSERT INTO events SELECT n, repeat('x', 400) FROM generate_series(1, 20000) AS n;
      CREATE TABLE marks (event int REFERENCES events);
      INSERT INTO marks VALUES (1)`)
    await emptyLargeTables(address)
    await using session = await server.session(address)
    const counts = await session.query(
      `SELECT (SELECT count(*) FROM schema_migrations) AS tool, (SELECT count(*) FROM events) AS events,
              (SELECT count(*) FROM marks) AS marks`,
    )
    assert.deepEqual(counts, [{ tool: 1, events: 0, marks: 0 }])
  })
})
