import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from '../../../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import type { WaitRecord } from '../../../../harness/model/wait-record.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { awhile, type WatchedScene, watchScene } from './scene.ts'

describe('who waited for whom', () => {
  let server: TestServer
  let address: DatabaseAddress

  before(async function () {
    this.timeout(120_000)
    server = await startTestServer(17)
  })

  after(async () => {
    await server[Symbol.asyncDispose]()
  })

  beforeEach(async () => {
    address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(`
      CREATE TABLE orders (id int PRIMARY KEY, total int);
      CREATE TABLE items (id int PRIMARY KEY, total int);
      INSERT INTO orders SELECT n, n FROM generate_series(1, 9) n;
      INSERT INTO items SELECT n, n FROM generate_series(1, 9) n`)
  })

  it('is a tree: twenty behind the migration, the migration behind a long reader, until it gives up', async () => {
    await using scene = await watchScene(address)
    const reader = await scene.session('reports')
    const services = await Promise.all(Array.from({ length: 20 }, () => scene.session('shop')))
    await reader.run('BEGIN; SELECT FROM orders')
    await scene.watcher.during('upgrade')
    const step = await scene.session('fulldress-step')
    await step.run("SET lock_timeout = '500ms'")
    const altered = assert.rejects(step.run('ALTER TABLE orders ADD COLUMN note text'), /lock timeout/)
    await awhile(100)
    await Promise.all([altered, ...services.map((session) => session.run('SELECT FROM orders'))])
    await scene.watcher.fold()
    const [queue] = scene.of('lock.queue')
    assert.equal(queue?.head.pid, reader.pid)
    assert.equal(queue.waiters.length, 21)
    for (const { party, behind, ended, fromMs, toMs } of queue.waiters) {
      const above = party.pid === step.pid ? reader.pid : step.pid
      assert.deepEqual(
        behind?.map(({ pid }) => pid),
        [above],
      )
      assert.equal(ended, party.pid === step.pid ? 'gave-up' : 'granted')
      const lastedMs = toMs - fromMs
      if (party.pid === step.pid) assert.ok(lastedMs > 440 && lastedMs <= 520, `${lastedMs} ms`)
    }
    const records = waitsOf(scene)
    assert.equal(records.length, 21)
    assert.equal(records.find(({ pid }) => pid === step.pid)?.ended, 'gave-up')
  })

  it('is one wait per session for a row, whatever the server makes of it', async () => {
    await using scene = await watchScene(address)
    await scene.watcher.during('upgrade')
    const [one, two, three] = await Promise.all(['shop', 'shop', 'shop'].map(scene.session))
    const update = 'UPDATE orders SET total = 0 WHERE id = 1'
    await one?.run(`BEGIN; ${update}`)
    const second = two?.run(`BEGIN; ${update}`)
    await awhile(100)
    const third = three?.run(update)
    await awhile(150)
    // After a COMMIT the two would race for the row's next version, and whoever is second in line may win.
    await one?.run('ROLLBACK')
    await second
    await awhile(150)
    await two?.run('COMMIT')
    await third
    await scene.watcher.fold()
    const waits = waitsOf(scene)
    assert.deepEqual(
      waits.map(({ pid, relation, mode, ended }) => [pid, relation, mode, ended]),
      [
        [two?.pid, 'orders', 'RowExclusiveLock', 'granted'],
        [three?.pid, 'orders', 'RowExclusiveLock', 'granted'],
      ],
    )
    const last = waits.at(-1)
    assert.deepEqual(
      last?.parts.map(({ type }) => type),
      ['tuple', 'transactionid'],
    )
    assert.ok(last && last.toMs - last.fromMs >= 250, `${JSON.stringify(last)}`)
  })

  it('is a circle in a deadlock, and says who was ended', async () => {
    await using scene = await watchScene(address)
    const service = await scene.session('shop')
    await scene.watcher.during('upgrade')
    const step = await scene.session('fulldress-step')
    await service.run('BEGIN; UPDATE items SET total = 0 WHERE id = 1')
    await step.run('BEGIN; LOCK TABLE orders')
    const waits = step.run('LOCK TABLE items')
    await awhile(400)
    // Whoever waits for a second first looks for a circle, finds one and ends itself: the step.
    await Promise.all([assert.rejects(waits, /deadlock/), service.run('UPDATE orders SET total = 0 WHERE id = 1')])
    await scene.watcher.fold()
    const deadlocks = scene.of('lock.deadlock')
    assert.equal(deadlocks.length, 1)
    assert.deepEqual(
      deadlocks[0]?.parties.map(({ party, relation, behind, victim }) => [party.role, relation, behind, victim]).sort(),
      [
        ['migration', 'items', service.pid, true],
        ['traffic', 'orders', step.pid, false],
      ],
    )
    // The server's own count comes when the ended session next tells its statistics.
    await step.run('ROLLBACK')
    await awhile(1_200)
    await step.run('SELECT 1')
    await awhile(400)
    await scene.watcher.fold()
    assert.equal(
      scene.of('locks.watched').reduce((sum, { deadlocks = 0 }) => sum + deadlocks, 0),
      1,
    )
  })

  it('knows a session of the step by its process where its name says nothing', async () => {
    await using scene = await watchScene(address)
    const [tool, service] = await Promise.all(['shop', 'shop'].map(scene.session))
    await scene.watcher.during('upgrade')
    scene.watcher.migrating(tool?.pid ?? 0)
    await tool?.run('BEGIN; UPDATE orders SET total = 0')
    const wait = service?.run('UPDATE orders SET total = 1 WHERE id = 1')
    await awhile()
    await tool?.run('COMMIT')
    await wait
    await scene.watcher.fold()
    assert.deepEqual(
      scene.of('lock.queue').map(({ head }) => head.role),
      ['migration'],
    )
  })
})

function waitsOf(scene: WatchedScene): readonly WaitRecord[] {
  const files = scene
    .of('locks.watched')
    .flatMap(({ waits }: Extract<Fact, { kind: 'locks.watched' }>) => waits?.file ?? [])
  return files
    .flatMap(({ file }) => readFileSync(join(scene.folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WaitRecord)
}
