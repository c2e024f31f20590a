import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { awhile, type WatchedScene, watchScene } from './scene.ts'

/** How far a time may lie from ours beside the gaps: a sample, its way, and a busy machine. */
const NEAR_MS = 60

function assertNear(actual: number, expected: number, { what, scene }: { what: string; scene: WatchedScene }): void {
  // What happens in a gap is seen after it; how long that was is on record.
  const gapMs = Math.max(0, ...scene.of('locks.watched').map(({ longestGapMs }) => longestGapMs))
  assert.ok(Math.abs(actual - expected) <= NEAR_MS + gapMs, `${what}: ${actual - expected} ms off, gap ${gapMs} ms`)
}

for (const version of [16, 17, 18] as const)
  describe(`the lock watcher on PostgreSQL ${version}`, () => {
    let server: TestServer
    let address: DatabaseAddress

    before(async function () {
      this.timeout(120_000)
      server = await startTestServer(version)
    })

    after(async () => {
      await server[Symbol.asyncDispose]()
    })

    beforeEach(async () => {
      address = await server.createDatabase()
      await using session = await server.session(address)
      await session.run(`
      CREATE TABLE orders (id int PRIMARY KEY, total int);
      INSERT INTO orders SELECT n, n FROM generate_series(1, 100) n;
      CREATE SCHEMA shop; CREATE TABLE shop.carts (id int)`)
    })

    it('tells one queue: who holds, the migration behind it, and the services behind the migration', async () => {
      await using scene = await watchScene(address)
      const [holder, one, two, three] = await Promise.all(['reports', 'shop', 'shop', 'shop'].map(scene.session))
      await holder?.run('BEGIN; SELECT * FROM orders WHERE id = 4711')
      await scene.watcher.during('upgrade')
      const step = await scene.session('fulldress-step')
      const beganMs = Date.now()
      const altered = step.run("ALTER TABLE orders ADD COLUMN note text DEFAULT 'secret'")
      await awhile()
      const queuedMs = Date.now()
      const reads = [one, two, three].map((session) => session?.run('SELECT count(*) FROM orders WHERE id > 42'))
      await awhile()
      const freedMs = Date.now()
      await holder?.run('COMMIT')
      await Promise.all([altered, ...reads])
      await scene.watcher.fold()
      const [queue, ...others] = scene.of('lock.queue')
      // Once the migration has its lock, the services may be seen behind it for as long as it takes.
      for (const { fromMs, toMs } of others) assert.ok(toMs - fromMs <= NEAR_MS, `another queue of ${toMs - fromMs} ms`)
      assert.ok(queue)
      assert.deepEqual(
        { act: queue.act, relation: queue.relation, head: queue.head, headMode: queue.headMode },
        {
          act: 'upgrade',
          relation: 'orders',
          head: {
            pid: holder?.pid,
            role: 'traffic',
            application: 'reports',
            statement: 'BEGIN; SELECT * FROM orders WHERE id = ?',
          },
          headMode: 'AccessShareLock',
        },
      )
      assert.deepEqual(
        queue.waiters.map(({ party, mode }) => [party.pid, party.role, party.statement, mode]).sort(byPid),
        [
          [step.pid, 'migration', 'ALTER TABLE orders ADD COLUMN note text DEFAULT ?', 'AccessExclusiveLock'],
          ...[one, two, three].map((session) => [
            session?.pid,
            'traffic',
            'SELECT count(*) FROM orders WHERE id > ?',
            'AccessShareLock',
          ]),
        ].sort(byPid),
      )
      for (const { party, fromMs, toMs } of queue.waiters) {
        assertNear(fromMs, party.pid === step.pid ? beganMs : queuedMs, { what: 'beginning of a wait', scene })
        assertNear(toMs, freedMs, { what: 'end of a wait', scene })
      }
    })

    it('tells what a migration held from its first lock to the end of its transaction', async () => {
      await using scene = await watchScene(address)
      await scene.watcher.during('upgrade')
      const step = await scene.session('fulldress-step')
      await step.run('BEGIN')
      const fromMs = Date.now()
      await step.run('ALTER TABLE shop.carts ADD COLUMN note text; CREATE TABLE fresh (id int PRIMARY KEY)')
      await awhile(300)
      await step.run('UPDATE orders SET total = 0')
      const toMs = Date.now()
      await step.run('COMMIT')
      await scene.watcher.fold()
      const held = scene.of('lock.held')
      assert.deepEqual(held.map(({ relation, mode, inUse, holder }) => [relation, mode, inUse, holder.role]).sort(), [
        ['fresh', 'AccessExclusiveLock', false, 'migration'],
        ['fresh', 'ShareLock', false, 'migration'],
        ['shop.carts', 'AccessExclusiveLock', true, 'migration'],
      ])
      for (const one of held) {
        assertNear(one.fromMs, fromMs, { what: 'beginning of a lock', scene })
        assertNear(one.toMs, toMs, { what: 'end of a lock', scene })
      }
    })

    it('tells an index that is locked away as its table as well', async () => {
      await using scene = await watchScene(address)
      await scene.watcher.during('rollback')
      const tool = await scene.session('')
      await tool.run('BEGIN; REINDEX TABLE orders')
      await awhile()
      await tool.run('COMMIT')
      await scene.watcher.fold()
      assert.deepEqual(
        scene
          .of('lock.held')
          .map(({ act, relation, mode, holder }) => [act, relation, mode, holder.role])
          .sort(),
        [
          ['rollback', 'orders', 'AccessExclusiveLock', 'migration'],
          ['rollback', 'orders', 'ShareLock', 'migration'],
          ['rollback', 'orders_pkey', 'AccessExclusiveLock', 'migration'],
        ],
      )
    })

    it('tells those who wait for a row by the table, as one queue', async () => {
      await using scene = await watchScene(address)
      await scene.watcher.during('upgrade')
      const step = await scene.session('fulldress-step')
      const services = await Promise.all(['shop', 'shop', 'shop'].map(scene.session))
      await step.run('BEGIN; UPDATE orders SET total = 1 WHERE id = 7')
      const waits = services.map((session) => session.run('UPDATE orders SET total = 2 WHERE id = 7'))
      await awhile()
      await step.run('COMMIT')
      await Promise.all(waits)
      await scene.watcher.fold()
      const [queue] = scene.of('lock.queue')
      assert.deepEqual(
        [queue?.relation, queue?.head.pid, queue?.headMode, queue?.waiters.length],
        ['orders', step.pid, 'RowExclusiveLock', 3],
      )
      assert.deepEqual([...new Set(queue?.waiters.map(({ mode }) => mode))], ['RowExclusiveLock'])
    })

    it('leaves the services their explicit locks, and takes a stranger that changes the schema for a migration', async () => {
      await using scene = await watchScene(address)
      const [old, blocked] = await Promise.all(['shop', 'shop'].map(scene.session))
      await scene.watcher.during('upgrade')
      const tool = await scene.session('some-tool')
      await old?.run('BEGIN; LOCK TABLE shop.carts IN SHARE ROW EXCLUSIVE MODE')
      await tool.run('BEGIN; CREATE INDEX ON orders (total)')
      const write = blocked?.run('UPDATE orders SET total = 3 WHERE id = 3')
      await awhile()
      await tool.run('COMMIT')
      await write
      await scene.watcher.fold()
      assert.deepEqual(
        scene.of('lock.held').map(({ relation, mode, inUse }) => [relation, mode, inUse]),
        [['orders', 'ShareLock', true]],
      )
      assert.deepEqual(
        scene
          .of('lock.queue')
          .map(({ head, headMode, relation, waiters }) => [head.role, headMode, relation, waiters.length]),
        [['migration', 'ShareLock', 'orders', 1]],
      )
    })

    it('says how closely it watched, and keeps the samples of interest in a file', async () => {
      await using scene = await watchScene(address)
      const session = await scene.session('shop')
      await session.run('BEGIN; LOCK TABLE orders IN SHARE MODE')
      await awhile(500)
      await scene.watcher.fold()
      const [watched] = scene.of('locks.watched')
      assert.ok(watched && watched.samples >= 15, `${watched?.samples} samples in 500 ms`)
      assert.equal(watched.intervalMs, 10)
      const bytes = readFileSync(join(scene.folder, watched.file.file))
      assert.equal(createHash('sha256').update(bytes).digest('hex'), watched.file.sha256)
      // What stays as it is takes one line, however often it was looked at.
      const lines = bytes.toString().trimEnd().split('\n')
      const [sample] = lines.map((line) => JSON.parse(line) as { atMs: number; untilMs: number; locks: unknown[] })
      assert.equal(lines.length, 1)
      assert.ok(sample && sample.untilMs - sample.atMs >= 400, `${lines}`)
      assert.equal(sample.locks.length, 1)
    })

    it('loses nothing between two folds', async () => {
      await using scene = await watchScene(address)
      await scene.watcher.fold()
      await awhile()
      await scene.watcher.fold()
      await awhile()
      await scene.watcher.fold()
      const [one, two, three] = scene.of('locks.watched')
      assert.ok(one && two && three)
      assert.deepEqual([two.fromMs, three.fromMs], [one.toMs, two.toMs])
    })

    it('does not keep CREATE INDEX CONCURRENTLY waiting', async () => {
      await using scene = await watchScene(address)
      const step = await scene.session('fulldress-step')
      const fromMs = Date.now()
      await step.run('CREATE INDEX CONCURRENTLY orders_total ON orders (total)')
      const tookMs = Date.now() - fromMs
      assert.ok(tookMs < 1_000, `${tookMs} ms`)
    })

    it('knows when it looked although its own thread was busy', async () => {
      await using scene = await watchScene(address)
      await awhile(500)
      await scene.watcher.fold()
      const busyUntilMs = Date.now() + 400
      while (Date.now() < busyUntilMs);
      await scene.watcher.fold()
      const [, watched] = scene.of('locks.watched')
      assert.ok(watched && watched.toMs - watched.fromMs >= 400)
      // Up to a fifth of a second is looked at without this thread; after that it is missed, and told as a gap.
      assert.ok(watched.longestGapMs >= 150 && watched.longestGapMs <= 450, `${watched.longestGapMs} ms`)
    })

    it('says why it saw no more when its session is ended, and still tells what it saw', async () => {
      await using scene = await watchScene(address)
      await scene.watcher.during('upgrade')
      const step = await scene.session('fulldress-step')
      await step.run('BEGIN; LOCK TABLE orders')
      // Not just when the session asks who is there, which it does between two of its blocks.
      await awhile(350)
      await step.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fulldress-watch'",
      )
      await awhile()
      await scene.watcher.fold()
      assert.deepEqual(scene.of('locks.unwatched'), [
        { kind: 'locks.unwatched', reason: 'terminating connection due to administrator command' },
      ])
      assert.deepEqual(
        scene.of('lock.held').map(({ relation, mode }) => [relation, mode]),
        [['orders', 'AccessExclusiveLock']],
      )
    })
  })

function byPid(one: readonly unknown[], other: readonly unknown[]): number {
  return Number(one[0]) - Number(other[0])
}
