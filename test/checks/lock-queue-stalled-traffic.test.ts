import assert from 'node:assert/strict'
import { lockQueueStalledTraffic } from '../../harness/checks/lock-queue-stalled-traffic.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import {
  held,
  journal,
  LIMITS,
  party,
  phase,
  queue,
  ran,
  stall,
  started,
  step,
  T0,
  taken,
  traced,
  watched,
} from './journal.ts'

const steps = [step('upgrade'), step('rollback'), watched()]
const index = ran(11_000, 14_000, {
  file: 'migrations/004.up.sql',
  line: 1,
  statement: 'CREATE INDEX orders_x ON orders (x)',
})

function judge(...facts: readonly Fact[]) {
  return lockQueueStalledTraffic.judge(journal(started(), ...facts))
}

describe('lock-queue-stalled-traffic', () => {
  it('finds writes stalled behind a plain CREATE INDEX, by file and line', () => {
    const stalls = [stall(11_000, 14_000)]
    const finding = onlyFinding(judge(...steps, index, queue(11_010, 13_990), phase('upgrade', { stalls })))
    assert.deepEqual(finding, {
      check: 'lock-queue-stalled-traffic',
      severity: 'blocker',
      subject: 'migrations/004.up.sql:1',
      summary:
        'CREATE INDEX orders_x ON orders (x) held SHARE on orders for 2980 ms; 1 session of the services waited for up to 2980 ms on orders; 212 POST /orders stalled, longest 2140 ms (limit 0)',
      remedy:
        'Use a form that takes a weaker lock, such as CREATE INDEX CONCURRENTLY or NOT VALID and VALIDATE, in a transaction of its own.',
      measured: { stalledRequests: 212, longestStallMs: 2140, queueMs: 2980 },
      limit: { stalledRequests: 0 },
      evidence: [6, 5, 7],
    })
  })

  it('passes exactly at the limit', () => {
    const limits = { ...LIMITS, stalledRequests: 212 }
    const facts = [...steps, index, queue(11_010, 13_990), phase('upgrade', { stalls: [stall(11_000, 14_000)] })]
    assertPassed(
      lockQueueStalledTraffic.judge(journal(started({ limits }), ...facts)),
      '1 lock queue behind steps stalled no more requests than the limit of 212',
    )
  })

  it('passes where nobody waited', () => {
    assertPassed(judge(...steps), 'no request waited in a lock queue behind a step')
  })

  it('does not know where the watcher stopped half-way', () => {
    assertUnknown(
      judge(step('upgrade'), step('rollback'), watched({ toMs: T0 + 55_000 })),
      'nobody watched the locks of rollback step "migrate migrations down" from its beginning to its end. Settled by a rehearsal whose lock watcher sees every step from beginning to end.',
    )
  })

  it('does not blame a short queue for what the long lock before it has stalled', () => {
    const short = queue(14_400, 15_000, { headMode: 'AccessExclusiveLock' })
    const facts = [...steps, held(11_000, 14_000), queue(11_010, 13_990), short]
    const finding = onlyFinding(judge(...facts, phase('upgrade', { stalls: [stall(11_000, 14_800)] })))
    assert.deepEqual([finding.severity, finding.measured?.queueMs], ['note', 2980])
  })

  it('finds a migration that holds nothing yet and blocks everybody', () => {
    const times = { fromMs: T0 + 11_000, toMs: T0 + 14_000 }
    const waiters = [
      { party: party('migration', 77, 'ALTER TABLE orders ADD COLUMN x int'), mode: 'AccessExclusiveLock', ...times },
      { party: party('traffic', 90), mode: 'RowExclusiveLock', ...times },
    ]
    const head = party('traffic', 60)
    const finding = onlyFinding(judge(...steps, queue(11_000, 14_000, { head, headMode: 'AccessShareLock', waiters })))
    assert.equal(
      finding.summary,
      'a step waited for ACCESS EXCLUSIVE on orders behind payments, and everybody behind it; 1 session of the services waited for up to 3000 ms on orders; 1 waited longer than 1000 ms (limit 0)',
    )
    assert.equal(finding.severity, 'blocker')
  })

  it('adds only a note where access-exclusive-too-long has told of the cause', () => {
    const stalls = [stall(11_000, 13_100)]
    const facts = [
      ran(11_000, 13_100),
      held(11_000, 13_100),
      queue(11_020, 13_100, { headMode: 'AccessExclusiveLock' }),
    ]
    const finding = onlyFinding(judge(...steps, ...facts, phase('upgrade', { stalls })))
    assert.equal(finding.severity, 'note')
    assert.match(finding.summary, /, of one cause with access-exclusive-too-long$/)
  })

  it('leaves queues alone in which no step stands', () => {
    const head = party('traffic', 60)
    assertPassed(
      judge(...steps, queue(11_000, 14_000, { head, headMode: 'AccessExclusiveLock' })),
      'no request waited in a lock queue behind a step',
    )
  })

  const slow = phase('upgrade', { stalls: [stall(11_000, 14_000)] })

  function blame(...facts: readonly Fact[]) {
    const { subject, severity, summary } = onlyFinding(judge(...steps, ...facts, slow))
    return [subject, severity, summary.split(';')[0]]
  }

  it('blames a fast CREATE INDEX whose lock is held through the slow statement after it', () => {
    const facts = [
      ran(10_900, 10_990, { line: 1, statement: 'CREATE INDEX orders_x ON orders (x)' }),
      ran(11_000, 14_000, { line: 2, statement: 'UPDATE items SET total = ?' }),
      held(10_950, 14_000, { mode: 'ShareLock' }),
    ]
    assert.deepEqual(blame(...facts, queue(11_500, 14_000)), [
      'migrations/003-add-total.up.sql:1',
      'blocker',
      'CREATE INDEX orders_x ON orders (x) held SHARE on orders for 3050 ms, most of it while migrations/003-add-total.up.sql:2 ran',
    ])
  })

  it('blames a trigger or a foreign key for SHARE ROW EXCLUSIVE, on the table it refers to as well', () => {
    const statement = 'ALTER TABLE items ADD FOREIGN KEY ("order") REFERENCES orders'
    const mode = 'ShareRowExclusiveLock'
    const facts = [
      ran(11_000, 14_000, { statement }),
      held(11_000, 14_000, { relation: 'items', mode }),
      held(11_000, 14_000, { mode }),
    ]
    assert.deepEqual(blame(...facts, queue(11_100, 14_000, { headMode: mode })), [
      'migrations/003-add-total.up.sql:4',
      'blocker',
      'ALTER TABLE items ADD FOREIGN KEY ("order") REF… held SHARE ROW EXCLUSIVE on orders for 3000 ms',
    ])
  })

  it('blames an UPDATE of all rows for the rows it locks until its transaction ends', () => {
    const facts = [
      ran(10_000, 10_001, { line: 1, statement: 'ALTER TABLE items ADD COLUMN x int' }),
      ran(10_500, 11_200, { line: 2, statement: 'UPDATE orders SET total = ?' }),
      ran(11_200, 14_000, { line: 3, statement: 'SELECT pg_sleep(?)' }),
    ]
    assert.deepEqual(blame(...facts, queue(11_500, 14_000, { headMode: 'RowExclusiveLock' })), [
      'migrations/003-add-total.up.sql:2',
      'blocker',
      'UPDATE orders SET total = ? held rows of orders locked for 2500 ms, most of it while migrations/003-add-total.up.sql:3 ran',
    ])
  })

  it('makes one finding of a statement that is retried, and says how often', () => {
    const retried = (fromMs: number) => [
      ran(fromMs, fromMs + 1_500, { statement: 'CREATE INDEX orders_x ON orders (x)' }),
      queue(fromMs + 10, fromMs + 1_500),
    ]
    const [subject, , summary] = blame(...retried(11_000), ...retried(12_600))
    assert.deepEqual(
      [subject, summary],
      [
        'migrations/003-add-total.up.sql:4',
        'CREATE INDEX orders_x ON orders (x) held SHARE on orders for 1490 ms, 2 times',
      ],
    )
  })

  it('knows by the trace that a session without a name is the step’s own', () => {
    const head = { ...party('traffic', 77), application: '' }
    assert.deepEqual(
      blame(
        traced(11_000, 14_000, { statement: 'CREATE INDEX ON orders (x)', locks: [taken('orders', 'ShareLock')] }),
        queue(11_010, 14_000, { head }),
      ),
      ['db/1.js:3', 'blocker', 'CREATE INDEX ON orders (x) held SHARE on orders for 2990 ms'],
    )
  })

  it('does not count what stalls in baseline just as often', () => {
    const usual = phase('baseline', { stalls: [stall(-20_000, 0, { stalled: 1_420 })] })
    assert.equal(judge(...steps, usual, index, queue(13_000, 13_700), slow).ruling, 'passed')
  })

  it('does not blame a queue of a few milliseconds for stalls of another cause', () => {
    const stalls = [stall(11_000, 14_000)]
    assert.equal(judge(...steps, queue(12_000, 12_008), phase('upgrade', { stalls })).ruling, 'passed')
  })
})
