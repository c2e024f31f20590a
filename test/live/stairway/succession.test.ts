import assert from 'node:assert/strict'
import type { Stair } from '../../../harness/stairway/stair.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

describe('the ground of the next stair', function () {
  this.timeout(120_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  /** A stair that fails on its way up unless a condition holds on the ground that it was given. */
  const expects = (name: string, condition: string): Stair =>
    stairOf(name, `DO $$ BEGIN ASSERT (${condition}), 'not as the ways up alone make it'; END $$`, 'SELECT 1')

  /** The verdicts on a base of SQL, and how often each way up was flown. */
  async function climb(base: string, ...stairs: readonly Stair[]) {
    const ground = await server.createDatabase()
    await using session = await server.session(ground)
    await session.run(base)
    await session[Symbol.asyncDispose]()
    const flown = new Map(stairs.map(({ name }) => [name, 0]))
    const counted = stairs.map((stair): Stair => {
      const up: Stair['up'] = async (address, options) => {
        flown.set(stair.name, (flown.get(stair.name) ?? 0) + 1)
        await stair.up(address, options)
      }
      return { ...stair, up }
    })
    const told = stairsIn(await climbed(counted, ground))
    return told.map(({ name, verdict }) => `${name.slice(0, 1)} ${verdict}, up ${flown.get(name)} times`)
  }

  it('is the copy of the one before where nothing tells it from one that was brought up once', async () => {
    const told = await climb(
      'CREATE TABLE t (id serial PRIMARY KEY, note text); INSERT INTO t (note) VALUES (1), (2)',
      stairOf('1', 'ALTER TABLE t ADD a int; CREATE INDEX i ON t (a)', 'DROP INDEX i; ALTER TABLE t DROP a'),
      stairOf('2', "UPDATE t SET note = note || '!'", "UPDATE t SET note = rtrim(note, '!')"),
      stairOf('3', 'CREATE ROLE reader; GRANT SELECT ON t TO reader', 'DROP OWNED BY reader; DROP ROLE reader'),
      stairOf('4', 'ALTER TABLE t DROP note', null),
      stairOf('5', 'REVOKE SELECT ON t FROM reader', 'GRANT SELECT ON t TO reader'),
      expects(
        '6',
        "(SELECT array_agg(attname) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a') IS NOT NULL",
      ),
    )
    assert.deepEqual(told, [
      '1 identical, up 2 times',
      '2 identical, up 2 times',
      '3 identical, up 2 times',
      '4 no-down, up 1 times',
      '5 identical, up 2 times',
      '6 identical, up 2 times',
    ])
  })

  it('skips no number that a sequence gave out on the way', async () => {
    const told = await climb(
      'CREATE TABLE t (id serial PRIMARY KEY, note text); CREATE SEQUENCE s',
      stairOf('1', "INSERT INTO t (note) VALUES ('a'), ('b')", "DELETE FROM t WHERE note IN ('a', 'b')"),
      stairOf('2', 'SELECT 1', "SELECT setval('s', 7, false)"),
      expects('3', '(SELECT max(id) = 2 FROM t) AND (SELECT last_value FROM s) = 1'),
    )
    assert.deepEqual(told, ['1 identical, up 3 times', '2 identical, up 3 times', '3 identical, up 2 times'])
  })

  it('has columns where the ways up alone put them', async () => {
    const told = await climb(
      'CREATE TABLE t (a int, b text)',
      stairOf('1', 'ALTER TABLE t RENAME a TO x', 'ALTER TABLE t DROP x; ALTER TABLE t ADD a int'),
      stairOf('2', "INSERT INTO t VALUES (1, 'text')", "DELETE FROM t WHERE b = 'text'"),
    )
    assert.deepEqual(told, ['1 column-order-only, up 3 times', '2 identical, up 2 times'])
  })

  it('holds no entry of a tool’s way down, and may skip numbers in the tool’s own table', async () => {
    const tool = (name: string, up: string, down: string): Stair => ({ ...stairOf(name, up, down), files: [] })
    const told = await climb(
      'CREATE TABLE schema_migrations (id serial, step text)',
      tool('1', "INSERT INTO schema_migrations (step) VALUES ('1')", "DELETE FROM schema_migrations WHERE step = '1'"),
      tool(
        '2',
        "INSERT INTO schema_migrations (step) VALUES ('2')",
        "INSERT INTO schema_migrations (step) VALUES ('undo 2')",
      ),
      expects('3', "(SELECT array_agg(step ORDER BY id) = '{1,2}' FROM schema_migrations)"),
    )
    assert.deepEqual(told, ['1 identical, up 2 times', '2 identical, up 3 times', '3 identical, up 2 times'])
  })

  it('does not carry the dead rows of three ways along', async () => {
    const rows = 20_000
    const told = await climb(
      `CREATE TABLE t (n int, note text); INSERT INTO t SELECT g, repeat('x', 200) FROM generate_series(1, ${rows}) g; ALTER TABLE t SET (autovacuum_enabled = false)`,
      stairOf('1', 'UPDATE t SET n = n + 1', 'UPDATE t SET n = n - 1'),
      expects('2', `pg_relation_size('t') < ${rows} * 240 * 2.5`),
    )
    assert.deepEqual(told, ['1 identical, up 3 times', '2 identical, up 2 times'])
  })

  it('is brought up once where the second way up fails, or leads elsewhere', async () => {
    const flights = new Map<string, number>()
    const once = stairOf('1', 'CREATE TABLE a (id int)', 'DROP TABLE a')
    const failing: Stair = {
      ...once,
      up: async (address, options) => {
        const times = (flights.get(address.database) ?? 0) + 1
        flights.set(address.database, times)
        if (times > 1) throw new Error('once is enough')
        await once.up(address, options)
      },
    }
    const random = "DO $$ BEGIN EXECUTE format('ALTER TABLE a ADD %I int', 'c_' || md5(random()::text)); END $$"
    const without =
      "DO $$ DECLARE c name; BEGIN FOR c IN SELECT attname FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname ~ '^c_' AND NOT attisdropped LOOP EXECUTE format('ALTER TABLE a DROP %I', c); END LOOP; END $$"
    const told = await climb(
      'SELECT 1',
      failing,
      stairOf('2', random, without),
      expects('3', "(SELECT count(*) = 2 FROM pg_attribute WHERE attrelid = 'a'::regclass AND attnum > 0)"),
    )
    assert.deepEqual(told, ['1 re-up-fails, up 3 times', '2 re-up-differs, up 3 times', '3 identical, up 2 times'])
  })
})
