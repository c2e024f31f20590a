import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { watchLocks } from '../../../../harness/locks/watcher/watcher.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'

describe('who looks on at a lock watcher', function () {
  this.timeout(120_000)
  let server: TestServer
  let folder: string
  before(async () => {
    server = await startTestServer(17)
    folder = mkdtempSync(join(tmpdir(), 'looked-on-'))
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  for (const act of ['steady', 'upgrade'] as const)
    it(`sees sessions wait and go on, in a ${act} act`, async () => {
      const address = await server.createDatabase()
      await using holder = await server.session(address)
      await holder.run('CREATE TABLE orders (id int)')
      const watch = { address, folder, name: act, intervalMs: 10, record: () => undefined }
      await using watcher = await watchLocks(watch)
      await watcher.during(act)
      await holder.run('BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE')
      await using waiter = await server.session(address)
      const read = waiter.query('SELECT FROM orders')
      const seen = await look(() => watcher.waiting()?.sessions === 1)
      assert.ok(seen, 'one waits')
      await sleep(200)
      const waiting = watcher.waiting()
      assert.deepEqual(waiting?.tables, ['orders'])
      assert.ok((waiting?.longestMs ?? 0) >= 200, `${waiting?.longestMs} ms`)
      await holder.run('COMMIT')
      await read
      assert.ok(await look(() => watcher.waiting()?.sessions === 0), 'nobody waits')
    })

  it('is told where the watcher has gone blind', async () => {
    const address = await server.createDatabase()
    const watch = { address, folder, name: 'blind', intervalMs: 10, record: () => undefined }
    await using watcher = await watchLocks(watch)
    await using other = await server.session(address)
    await other.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fulldress-watch'")
    assert.ok(await look(() => watcher.waiting() === null))
  })
})

async function look(holds: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 250 && !holds(); tries++) await sleep(20)
  return holds()
}
