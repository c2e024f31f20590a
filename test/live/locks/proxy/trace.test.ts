import assert from 'node:assert/strict'
import {
  startTracing,
  type TracedStatement,
  type TracedTransaction,
  type TracingProxy,
} from '../../../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { play } from './play.ts'
import { bind, execute, parse, sync } from './raw-client.ts'
import type { Step } from './scripts/script.ts'

const STRONG = /^(?:ShareUpdateExclusive|Share|ShareRowExclusive|Exclusive|AccessExclusive)Lock$/

describe('the trace of the proxy', function () {
  this.timeout(60_000)
  let server: TestServer
  let proxy: TracingProxy
  let database: DatabaseAddress
  let statements: TracedStatement[] = []
  let transactions: TracedTransaction[] = []

  before(async () => {
    server = await startTestServer(17)
    proxy = await startTracing({
      server: server.address,
      onStatement: (statement) => void statements.push(statement),
      onTransaction: (transaction) => void transactions.push(transaction),
      onTrouble: (reason) => assert.fail(reason),
    })
  })
  after(async () => {
    await proxy?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    database = await server.createDatabase()
    await using session = await server.session(database)
    await session.run(`
      CREATE TABLE parents (id int PRIMARY KEY);
      CREATE TABLE children (id int PRIMARY KEY, parent int, note text);
      INSERT INTO parents SELECT generate_series(1, 100);
      INSERT INTO children SELECT n, n, 'x' FROM generate_series(1, 100) n;`)
  })

  const trace = async (...steps: readonly Step[]) => {
    statements = []
    transactions = []
    const { host, port } = proxy.address
    await play(steps, { ...database, host, port }, database)
    await proxy.settled()
  }
  /** `alter: children AccessExclusiveLock` for each statement's strong locks on what was there. */
  const strongLocks = () =>
    statements.map(({ locks }) =>
      locks
        .filter(({ mode, existed }) => existed && STRONG.test(mode))
        .map(({ relation, mode }) => `${relation} ${mode}`)
        .toSorted(),
    )

  it('tells of each statement of a string what it locked anew', async () => {
    await trace("SET LOCAL lock_timeout = '1s'; ALTER TABLE children ADD b int; CREATE INDEX ON parents (id)")
    assert.deepEqual(strongLocks(), [[], ['children AccessExclusiveLock'], ['parents ShareLock']])
    await trace(
      'BEGIN; ALTER TABLE children ADD a int; UPDATE children SET a = 1; CREATE INDEX ON parents (id); COMMIT',
    )
    assert.deepEqual(strongLocks(), [[], ['children AccessExclusiveLock'], [], ['parents ShareLock'], []])
    assert.ok(statements.every(({ exact }) => exact))
  })

  it('is the same by the extended protocol, in pipelines too', async () => {
    const run = (sql: string) => [parse(sql), bind(), execute()]
    const sql = 'ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES parents'
    await trace(
      { extended: sql },
      { raw: [...run('BEGIN'), ...run('DROP TABLE children'), ...run('ROLLBACK'), sync()] },
    )
    const both = ['children ShareRowExclusiveLock', 'parents ShareRowExclusiveLock']
    const [first, begin, drop, rollback] = strongLocks()
    assert.deepEqual(first, both)
    assert.ok(drop?.includes('children AccessExclusiveLock') && drop.includes('parents AccessExclusiveLock'), `${drop}`)
    assert.deepEqual([begin, rollback], [[], []])
    assert.deepEqual(
      transactions.map(({ outcome }) => outcome),
      ['committed', 'rolled-back'],
    )
  })

  it('tells which relations were rewritten, per transaction, once it was committed', async () => {
    const rewrite = 'ALTER TABLE children ALTER parent TYPE bigint'
    await trace(
      rewrite,
      'BEGIN',
      'TRUNCATE parents',
      'ROLLBACK',
      'ALTER TABLE children ADD z int',
      'VACUUM FULL parents',
    )
    assert.deepEqual(
      transactions.map(({ rewritten }) => rewritten.toSorted()),
      [['children', 'children_pkey'], [], [], ['parents', 'parents_pkey']],
    )
  })

  it('names relations that the transaction made, and says that nobody had them', async () => {
    await trace(
      'BEGIN',
      'CREATE TABLE made (id int)',
      'ALTER TABLE made ADD x int',
      'COMMIT',
      'ALTER TABLE made ADD y int',
    )
    const locks = statements.flatMap(({ locks }) => locks.filter(({ mode }) => mode === 'AccessExclusiveLock'))
    assert.deepEqual(
      locks.map(({ relation, relkind, existed }) => ({ relation, relkind, existed })),
      [
        { relation: 'made', relkind: 'r', existed: false },
        { relation: 'made', relkind: 'r', existed: true },
      ],
    )
  })

  it('sees through dynamic SQL and functions', async () => {
    await trace(
      "DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'children' || ' ADD b int'; LOCK parents IN EXCLUSIVE MODE; END $$",
    )
    assert.deepEqual(strongLocks(), [['children AccessExclusiveLock', 'parents ExclusiveLock']])
  })

  it('samples what commits on its own, and says so', async () => {
    await using writer = await server.session(database)
    await writer.run('BEGIN; UPDATE children SET note = note')
    const letGo = setTimeout(() => void writer.run('COMMIT'), 400)
    await trace('CREATE INDEX CONCURRENTLY ON children (note)')
    clearTimeout(letGo)
    assert.deepEqual(strongLocks(), [['children ShareUpdateExclusiveLock']])
    assert.deepEqual(
      statements.map(({ exact, because }) => ({ exact, because })),
      [{ exact: false, because: 'it commits on its own while it runs' }],
    )
  })

  it('tells errors, notices and advisory locks', async () => {
    await trace(
      'DROP TABLE IF EXISTS nowhere',
      'SELECT pg_advisory_lock(42)',
      'SELECT pg_advisory_lock(-1, 7)',
      'SELECT 1/0',
    )
    assert.deepEqual(
      statements.map(({ notices, advisory, error }) => [
        ...notices,
        ...advisory.map(({ key }) => key),
        error?.sqlstate,
      ]),
      [['table "nowhere" does not exist, skipping', undefined], ['42', undefined], ['-1, 7', undefined], ['22012']],
    )
  })

  it('forgets what a savepoint gave back', async () => {
    const alter = 'ALTER TABLE children ADD c int'
    await trace('BEGIN', 'SAVEPOINT a', alter, 'ROLLBACK TO a', alter, 'COMMIT')
    assert.deepEqual(strongLocks(), [
      [],
      [],
      ['children AccessExclusiveLock'],
      [],
      ['children AccessExclusiveLock'],
      [],
    ])
  })

  it('counts transactions, and chained ones apart', async () => {
    await trace('BEGIN', 'SELECT 1', 'COMMIT AND CHAIN', 'SELECT 2', 'ROLLBACK', 'SELECT 3')
    assert.deepEqual(
      statements.map(({ transaction }) => transaction),
      [1, 1, 1, 2, 2, 3],
    )
    assert.deepEqual(
      transactions.map(({ outcome }) => outcome),
      ['committed', 'rolled-back', 'committed'],
    )
  })
})
