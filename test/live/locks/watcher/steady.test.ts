import assert from 'node:assert/strict'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { awhile, watchScene } from './scene.ts'

describe('the lock watcher in a steady act', () => {
  let server: TestServer

  before(async function () {
    this.timeout(120_000)
    server = await startTestServer(17)
  })

  after(async () => {
    await server[Symbol.asyncDispose]()
  })

  async function orders() {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run('CREATE TABLE orders (id int PRIMARY KEY); INSERT INTO orders VALUES (1)')
    return address
  }

  it('tells who waits for a row, from when on and behind whom', async () => {
    await using scene = await watchScene(await orders())
    await scene.watcher.during('steady')
    const [holder, waiter] = await Promise.all(['reports', 'shop'].map(scene.session))
    await holder?.run('BEGIN; SELECT * FROM orders FOR UPDATE')
    const waited = waiter?.run('UPDATE orders SET id = 2')
    await awhile()
    await holder?.run('COMMIT')
    await waited
    await scene.watcher.fold()
    const [queue] = scene.of('lock.queue')
    assert.equal(queue?.act, 'steady')
    assert.equal(queue.head.pid, holder?.pid)
    assert.deepEqual(
      queue.waiters.map(({ party }) => party.pid),
      [waiter?.pid],
    )
  })

  it('is over when the watcher says so: a lock that is then held for a moment only, and by nobody wanted, is seen', async () => {
    await using scene = await watchScene(await orders())
    await scene.watcher.during('steady')
    await awhile()
    const step = await scene.session('fulldress-step')
    await step.run('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
    await awhile()
    await scene.watcher.during('upgrade')
    await awhile(150)
    await step.run('COMMIT')
    await scene.watcher.fold()
    assert.deepEqual(
      scene.of('lock.held').map(({ relation, mode }) => [relation, mode]),
      [['orders', 'AccessExclusiveLock']],
    )
  })
})
