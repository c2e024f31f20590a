import assert from 'node:assert/strict'
import { lockQueueStalledTraffic } from '../../../../harness/checks/lock-queue-stalled-traffic.ts'
import type { DatabaseAddress } from '../../../../harness/model/stage.ts'
import { onlyFinding } from '../../../checks/expect.ts'
import { journal, LIMITS, started } from '../../../checks/journal.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { awhile, watchScene } from './scene.ts'

/** A quick statement that takes a lock, and what of the services then waits although only the next one is slow. */
const CASES = [
  {
    what: 'SHARE of a plain CREATE INDEX',
    takes: 'CREATE INDEX orders_total ON orders (total)',
    waits: 'UPDATE orders SET total = 2 WHERE id = 7',
    says: 'CREATE INDEX orders_total ON orders (total) held SHARE on orders for ',
  },
  {
    what: 'SHARE ROW EXCLUSIVE on the table that a foreign key refers to',
    takes: 'ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders',
    waits: 'INSERT INTO orders VALUES (1000, 1)',
    says: 'ALTER TABLE items ADD FOREIGN KEY (order_id) RE… held SHARE ROW EXCLUSIVE on orders for ',
  },
  {
    what: 'the rows of an UPDATE of all rows',
    takes: 'UPDATE orders SET total = total + 1',
    waits: 'UPDATE orders SET total = 2 WHERE id = 7',
    says: 'UPDATE orders SET total = total + 1 held rows of orders locked for ',
  },
  {
    what: 'ACCESS EXCLUSIVE of a quick ALTER TABLE',
    takes: 'ALTER TABLE orders ADD COLUMN note text',
    waits: 'SELECT count(*) FROM orders',
    says: 'ALTER TABLE orders ADD COLUMN note text held ACCESS EXCLUSIVE on orders for ',
  },
]

describe('a lock that is kept through the slow statement after it', () => {
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
      INSERT INTO orders SELECT n, n FROM generate_series(1, 100) n;
      CREATE TABLE items (id int, order_id int)`)
  })

  for (const { what, takes, waits, says } of CASES)
    it(`is blamed on the statement that took it: ${what}`, async () => {
      await using scene = await watchScene(address)
      const service = await scene.session('shop')
      await scene.watcher.during('upgrade')
      const step = await scene.session('fulldress-step')
      const statements = ['BEGIN', takes, 'SELECT pg_sleep(0.6)', 'COMMIT']
      const ran = []
      let waited: Promise<void> | undefined
      const startedMs = Date.now()
      for (const [at, statement] of statements.entries()) {
        const startedAt = Date.now()
        await step.run(statement)
        if (at === 1) waited = awhile(50).then(() => service.run(waits))
        ran.push({ statement, startedAt, endedAt: Date.now(), line: at + 1 })
      }
      await waited
      await scene.watcher.fold()
      const whose = { act: 'upgrade', step: 0 } as const
      const entries = journal(
        started({ rollbackSteps: [], wayBack: 'none', limits: { ...LIMITS, stallMs: 300, accessExclusiveMs: 10_000 } }),
        ...ran.map((one) => ({ kind: 'statement.ran', ...whose, file: 'm.sql', pid: step.pid, ...one }) as const),
        ...scene.facts,
        { kind: 'step.ended', ...whose, label: 'm', ok: true, startedAt: startedMs, endedAt: Date.now() },
      )
      const { severity, subject, summary } = onlyFinding(lockQueueStalledTraffic.judge(entries))
      assert.deepEqual([severity, subject], ['blocker', 'm.sql:2'])
      assert.ok(summary.startsWith(says), summary)
      assert.match(
        summary,
        / most of it while m.sql:3 ran; 1 session of the services waited for up to [45678]\d\d ms on orders;/,
      )
    })
})
