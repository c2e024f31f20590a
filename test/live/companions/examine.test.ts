import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fact } from '../../../harness/model/evidence.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { type Case, examined, factsOf } from './migration.ts'

const BASE = `
  CREATE TABLE users (id int PRIMARY KEY, name text, seen timestamptz);
  INSERT INTO users SELECT g, 'user ' || g FROM generate_series(1, 500) g;
  CREATE TABLE orders (id int PRIMARY KEY, user_id int, note text, total int);
  INSERT INTO orders SELECT g, 1 + g % 500, 'x', g FROM generate_series(1, 3000) g;
  CREATE INDEX orders_user_idx ON orders (user_id)`

describe('a migration that is examined', () => {
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })

  after(() => server[Symbol.asyncDispose]())

  const examine = async (given: Omit<Case, 'base'>) => examined(await server.createDatabase(), { base: BASE, ...given })

  const clonesLeft = async () => {
    await using session = await server.session()
    return await session.query("SELECT datname FROM pg_database WHERE datname LIKE 'fulldress%'")
  }

  /** Longest stall of a scenario, with where and what. */
  const worst = (facts: readonly Fact[], scenario: string) => {
    const trials = factsOf(facts, 'trial.started').filter((one) => one.scenario === scenario)
    return factsOf(facts, 'stall.felt')
      .filter(({ trial }) => trials.some((one) => one.trial === trial))
      .toSorted((one, other) => other.longestMs - one.longestMs)[0]
  }

  it('stalls everybody behind a long reader where it has no lock_timeout, and leaves no clone', async () => {
    const facts = await examine({ migration: '\nALTER TABLE orders ALTER COLUMN total TYPE bigint;' })
    for (const scenario of ['long-reader', 'idle-writer']) {
      const stall = worst(facts, scenario)
      assert.ok((stall?.longestMs ?? 0) > 1_300 && (stall?.longestMs ?? 0) < 3_000, JSON.stringify(stall))
      assert.deepEqual(stall?.place, { file: 'migration.sql', line: 2 })
      assert.deepEqual(stall?.lock, { relation: 'orders', mode: 'AccessExclusiveLock', granted: false })
    }
    assert.ok((worst(facts, 'traffic')?.longestMs ?? 0) < 500)
    assert.deepEqual(factsOf(facts, 'trial.broken'), [])
    assert.deepEqual(
      factsOf(facts, 'transaction.traced').flatMap(({ rewritten }) => (rewritten.includes('orders') ? ['orders'] : [])),
      ['orders', 'orders', 'orders'],
    )
    const [, small, large] = factsOf(facts, 'work.counted')
    assert.deepEqual([small?.rowsInTable, large?.rowsInTable], [3_000, 8_000])
    assert.ok((large?.rowsRead ?? 0) >= 8_000)
    assert.ok(factsOf(facts, 'harm.felt').every(({ by, sqlstate }) => by === 'companion' && sqlstate === '0A000'))
    assert.deepEqual(await clonesLeft(), [])
  })

  it('gives up within its lock_timeout, and succeeds when it is tried again', async () => {
    const facts = await examine({
      migration: "SET lock_timeout = '300ms';\nALTER TABLE orders ADD COLUMN extra int;",
    })
    const trial = factsOf(facts, 'trial.started').find(({ scenario }) => scenario === 'long-reader')?.trial
    const ended = factsOf(facts, 'trial.ended').find((one) => one.trial === trial)
    assert.deepEqual(
      [ended?.outcome, ended?.attempts.map(({ error }) => [error?.sqlstate, error?.place?.line])],
      [
        'completed',
        [
          ['55P03', 2],
          [undefined, undefined],
        ],
      ],
    )
    assert.ok((worst(facts, 'long-reader')?.longestMs ?? 0) < 450)
    const altered = factsOf(facts, 'statement.traced').find(({ place }) => place?.line === 2)
    assert.equal(altered?.lockTimeoutMs, 300)
  })

  it('breaks what the application asks, at the line that did it, and turns a plan', async () => {
    const facts = await examine({
      migration:
        'ALTER TABLE users ADD COLUMN a int;\nALTER TABLE orders DROP COLUMN note;\nDROP INDEX orders_user_idx;',
      traffic: [
        'SELECT note FROM orders WHERE id = 3;',
        '-- prepared',
        'SELECT * FROM users WHERE id = 1;',
        'SELECT * FROM orders WHERE user_id = 7;',
        'SELECT nothing FROM orders;',
      ].join('\n'),
    })
    const harms = factsOf(facts, 'harm.felt').filter(({ by, when }) => by === 'traffic' && when === 'after')
    const told = new Set(harms.map(({ sqlstate, place }) => `${sqlstate} ${place?.line}`))
    assert.deepEqual(told, new Set(['42703 2', '0A000 1']))
    const plan = factsOf(facts, 'plan.compared').find(({ statement }) => statement.includes('user_id'))
    assert.deepEqual([plan?.indexesLost, plan?.nodesAfter], [['orders_user_idx'], ['Seq Scan on orders']])
    const [survived] = factsOf(facts, 'rows.survived')
    assert.deepEqual([survived?.columnsGone, survived?.indexesGone], [['orders.note'], ['orders_user_idx']])
    const [covered] = factsOf(facts, 'trials.covered')
    assert.ok(covered?.untested.some((clause) => /SELECT nothing.* fails before the migration/.test(clause)))
  })

  it('that changes data twice is told from one whose times differ from run to run', async () => {
    const compared = async (migration: string) =>
      factsOf(await examine({ migration }), 'runners.compared')[0]?.differences
    assert.deepEqual(await compared('UPDATE orders SET total = total * 2, note = now()::text WHERE id < 9'), [
      'orders has other values in its 3000 rows than after a single run',
    ])
    assert.deepEqual(await compared('UPDATE users SET seen = clock_timestamp() WHERE id < 9'), [])
  })

  it('that builds an index on an empty table in a moment is tried beside companions, every time', async function () {
    this.timeout(60_000)
    for (let turn = 1; turn <= 3; turn++) {
      const facts = await examined(await server.createDatabase(), {
        base: 'CREATE TABLE parcels (id int PRIMARY KEY, customer text)',
        migration: 'CREATE INDEX CONCURRENTLY parcels_customer ON parcels (customer)',
      })
      const locks = factsOf(facts, 'statement.traced').flatMap((statement) => statement.locks)
      assert.ok(locks.some(({ relation, mode }) => relation === 'parcels' && mode === 'ShareUpdateExclusiveLock'))
      const trials = factsOf(facts, 'trial.started')
      assert.deepEqual([trials[0]?.scenario, trials[0]?.touched], ['alone', ['parcels']])
      assert.ok(trials.some(({ scenario }) => scenario === 'long-reader'))
    }
  })

  it('that calls a procedure whose locks nobody saw is not known to lock nothing', async () => {
    const facts = await examined(await server.createDatabase(), {
      base: `${BASE}; CREATE PROCEDURE nothing() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'`,
      migration: 'CALL nothing()',
    })
    const reason = 'no lock of migration.sql:1 was seen while it was sampled, and its text names none'
    assert.deepEqual(
      factsOf(facts, 'trial.broken').map((broken) => [broken.scenario, broken.reason]),
      [['traffic', reason]],
    )
    assert.ok(factsOf(facts, 'trials.covered')[0]?.untested.includes(`no companion was beside it: ${reason}`))
  })

  it('that fails alone is tried beside nobody', async () => {
    const facts = await examine({ migration: 'SELECT 1;\nCREATE UNIQUE INDEX once ON orders (note);' })
    assert.deepEqual(
      factsOf(facts, 'trial.started').map(({ scenario }) => scenario),
      ['alone'],
    )
    const [ended] = factsOf(facts, 'trial.ended')
    assert.deepEqual([ended?.outcome, ended?.attempts[0]?.error?.sqlstate], ['failed', '23505'])
    assert.deepEqual(factsOf(facts, 'trials.covered')[0]?.untested, ['nothing was beside it: it fails alone'])
  })

  it('that touches nothing has a second runner beside it and nobody else', async () => {
    const facts = await examine({ migration: 'CREATE TABLE fresh (id int); INSERT INTO fresh VALUES (1)' })
    assert.deepEqual(
      factsOf(facts, 'trial.started').map(({ scenario }) => scenario),
      ['alone', 'second-runner'],
    )
    const [compared] = factsOf(facts, 'runners.compared')
    assert.deepEqual(compared?.ended.map(({ ok }) => ok).toSorted(), [false, true])
    assert.deepEqual(compared?.differences, [])
  })

  it('takes nothing for used by others that it made and committed itself', async () => {
    const facts = await examine({
      migration: [
        'BEGIN; CREATE TABLE fresh AS SELECT * FROM orders; COMMIT;',
        'CREATE INDEX fresh_total ON fresh (total);',
        'CREATE INDEX CONCURRENTLY orders_total ON orders (total);',
        'ALTER TABLE fresh ALTER COLUMN total TYPE bigint;',
      ].join('\n'),
    })
    const locks = factsOf(facts, 'statement.traced').flatMap((statement) => statement.locks)
    const ours = locks.filter(({ relation }) => /fresh|orders_total/.test(relation))
    assert.ok(ours.length > 3, JSON.stringify(locks))
    assert.deepEqual(
      ours.filter(({ existed }) => existed),
      [],
    )
    assert.deepEqual(
      factsOf(facts, 'transaction.traced').flatMap(({ rewritten }) => rewritten),
      [],
    )
    assert.deepEqual(
      factsOf(facts, 'trial.started').flatMap(({ touched }) => touched.filter((relation) => relation !== 'orders')),
      [],
    )
  })

  it('that makes a role can be tried more than once', async () => {
    const facts = await examine({ migration: 'CREATE ROLE teller; GRANT SELECT ON orders TO teller;' })
    assert.deepEqual(factsOf(facts, 'trial.broken'), [])
    assert.ok(factsOf(facts, 'trial.ended').every(({ outcome }) => outcome === 'completed'))
    await using session = await server.session()
    assert.deepEqual(await session.query("SELECT FROM pg_roles WHERE rolname = 'teller'"), [])
  })

  it('runs under the settings of the database itself, whose clones would not have them', async () => {
    const address = await server.createDatabase()
    {
      await using session = await server.session()
      await session.run(`ALTER DATABASE ${address.database} SET "TimeZone" = 'Europe/Paris'`)
    }
    const facts = await examined(address, {
      base: 'CREATE TABLE log (at timestamp); INSERT INTO log SELECT now() FROM generate_series(1, 1000)',
      migration: 'ALTER TABLE log ALTER COLUMN at TYPE timestamptz',
    })
    assert.ok(factsOf(facts, 'transaction.traced').some(({ rewritten }) => rewritten.includes('log')))
  })

  it('is left within moments when the operator interrupts, with every clone gone', async () => {
    const abort = new AbortController()
    const running = examine({
      migration: 'ALTER TABLE orders ADD COLUMN extra int',
      examination: { signal: abort.signal, holdMs: 30_000 },
    })
    await sleep(4_000)
    const abortedAt = Date.now()
    abort.abort(new Error('interrupted'))
    await assert.rejects(running, /interrupted/)
    assert.ok(Date.now() - abortedAt < 5_000)
    assert.deepEqual(await clonesLeft(), [])
  })
})
