import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../../../harness/database/session.ts'
import { startTracing, type TracedStatement, type TracingProxy } from '../../../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'

const SCHEMA = `
  CREATE TABLE orders (id bigint PRIMARY KEY, amount integer);
  INSERT INTO orders SELECT n, n FROM generate_series(1, 10) n;
  CREATE TABLE events (id bigint, day date) PARTITION BY RANGE (day);
  CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
  CREATE INDEX events_day ON events (day);
  CREATE MATERIALIZED VIEW totals AS SELECT id, sum(amount) AS total FROM orders GROUP BY id;
  CREATE UNIQUE INDEX totals_id ON totals (id)`

// What the bars `modes` and `clients` found, kept here so that it stays mended.
describe('the tracing proxy, as its bars found it', function () {
  this.timeout(60_000)
  let server: TestServer
  let database: DatabaseAddress
  let proxy: TracingProxy
  let traced: TracedStatement[]

  before(async () => {
    server = await startTestServer(17)
    database = await server.createDatabase()
    await using session = await server.session(database)
    await session.run(SCHEMA)
    traced = []
    const onTrouble = (reason: string) => assert.fail(reason)
    proxy = await startTracing({
      server: database,
      onStatement: (statement) => void traced.push(statement),
      onTransaction: () => undefined,
      onTrouble,
    })
  })

  after(async () => {
    await proxy?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  async function trace(sql: string): Promise<TracedStatement> {
    {
      await using session = await connect(proxy.address, 'test')
      await session.run(sql)
    }
    await proxy.settled()
    const found = traced.splice(0).find((statement) => statement.sql === sql)
    assert.ok(found, `${sql} was not traced`)
    return found
  }

  /** Runs it while a session that holds `lock` makes it wait. */
  async function traceBehind(lock: string, sql: string): Promise<TracedStatement> {
    await using holder = await server.session(database)
    await holder.run(`BEGIN; LOCK TABLE ${lock} MODE`)
    const tracing = trace(sql)
    const blocked = 'SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))'
    await using looker = await server.session(database)
    for (let looks = 0; looks < 1000 && (await looker.query(blocked, [holder.pid])).length === 0; looks++)
      await sleep(5)
    await sleep(100)
    await holder.run('ROLLBACK')
    return tracing
  }

  const modesOn = (relation: string, { locks }: TracedStatement) =>
    locks.filter((lock) => lock.relation === relation).map(({ mode }) => mode)

  it('tells the lock that a statement waited for, however short it held it then', async () => {
    const vacuum = await traceBehind('orders IN SHARE UPDATE EXCLUSIVE', 'VACUUM orders')
    assert.deepEqual(modesOn('orders', vacuum), ['ShareUpdateExclusiveLock'])
    const reindex = await traceBehind('events_2025 IN ROW EXCLUSIVE', 'REINDEX TABLE events')
    assert.deepEqual(modesOn('events_2025', reindex), ['ShareLock'])
  })

  it('does not tell as locked what a statement waited for in vain', async () => {
    await using holder = await server.session(database)
    await holder.run('BEGIN; LOCK TABLE orders IN ACCESS SHARE MODE')
    const refused = await trace(
      "DO $$BEGIN SET LOCAL lock_timeout = '50ms'; LOCK TABLE orders; EXCEPTION WHEN lock_not_available THEN NULL; END$$",
    )
    assert.deepEqual(modesOn('orders', refused), [])
  })

  it('traces REFRESH MATERIALIZED VIEW CONCURRENTLY exactly, for it may stand in a block', async () => {
    const refresh = await trace('REFRESH MATERIALIZED VIEW CONCURRENTLY totals')
    assert.equal(refresh.because, null)
    assert.ok(modesOn('totals', refresh).includes('ExclusiveLock'))
  })

  it('does not call exact what committed on its own: ANALYZE, CLUSTER and REINDEX of a partitioned table', async () => {
    for (const sql of ['ANALYZE events', 'CLUSTER events USING events_day', 'REINDEX TABLE events']) {
      const { exact } = await trace(sql)
      assert.equal(exact, false, sql)
    }
    const { exact } = await trace('ANALYZE orders')
    assert.equal(exact, true)
  })
})
