import assert from 'node:assert/strict'
import { lockQueueStalledTraffic } from '../../harness/checks/lock-queue-stalled-traffic.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { held, journal, LIMITS, party, phase, queue, ran, stall, started, step, T0, watched } from './journal.ts'

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
        '1 session of the services waited for up to 2980 ms on orders behind SHARE on orders; 212 POST /orders stalled, longest 2140 ms (limit 0)',
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
      '1 session of the services waited for up to 3000 ms on orders behind a step that itself waited for ACCESS EXCLUSIVE behind payments; 1 waited longer than 1000 ms (limit 0)',
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

  it('does not blame a queue of a few milliseconds for stalls of another cause', () => {
    const stalls = [stall(11_000, 14_000)]
    assert.equal(judge(...steps, queue(12_000, 12_008), phase('upgrade', { stalls })).ruling, 'passed')
  })
})
