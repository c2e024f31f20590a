import assert from 'node:assert/strict'
import { accessExclusiveTooLong } from '../../harness/checks/access-exclusive-too-long.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import {
  held,
  journal,
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
  tracedTransaction,
  watched,
} from './journal.ts'

const steps = [step('upgrade'), step('rollback'), watched()]

function judge(...facts: readonly Fact[]) {
  return accessExclusiveTooLong.judge(journal(started(), ...facts))
}

describe('access-exclusive-too-long', () => {
  it('blames no BEGIN for a lock that the server’s clock stamps before the statement that took it', () => {
    const finding = onlyFinding(
      judge(
        ...steps,
        ran(10_990, 10_995, { line: 1, statement: 'BEGIN' }),
        ran(11_003, 13_100, { line: 2, statement: 'ALTER TABLE orders ADD COLUMN total int' }),
        held(11_000, 13_110),
      ),
    )
    assert.match(finding.subject, /:2$/)
  })

  it('books a request on the lock over which it began, and none that had been stalling before', () => {
    const part = (fromMs: number, toMs: number, stalled: number) => {
      return { fromMs: T0 + fromMs, toMs: T0 + toMs, stalled, failed: 0, longestMs: toMs - fromMs }
    }
    const parts = [part(6_000, 11_500, 600), part(10_800, 13_000, 4), part(11_500, 13_100, 30)]
    const stalls = [stall(6_000, 13_100, { stalled: 634, longestMs: 5_500, parts })]
    const finding = onlyFinding(
      judge(...steps, ran(11_000, 13_100), held(11_010, 13_110), phase('upgrade', { stalls })),
    )
    assert.match(finding.summary, /; 34 POST \/orders stalled, longest 2200 ms$/)
    const before = [stall(6_000, 13_100, { parts: parts.slice(0, 1) })]
    assert.match(
      onlyFinding(judge(...steps, ran(11_000, 13_100), held(11_010, 13_110), phase('upgrade', { stalls: before })))
        .summary,
      /; what stalled meanwhile had begun to before it, or is told of a longer lock$/,
    )
  })

  it('counts those with it who queued while the statement waited for its lock', () => {
    const waiting = queue(9_000, 11_005, {
      head: party('traffic', 500, 'SELECT 1'),
      waiters: [
        {
          party: party('migration', 77, 'ALTER TABLE orders'),
          mode: 'AccessExclusiveLock',
          fromMs: T0 + 9_000,
          toMs: T0 + 11_005,
        },
      ],
    })
    const parts = [{ fromMs: T0 + 9_100, toMs: T0 + 11_800, stalled: 50, failed: 0, longestMs: 2_700 }]
    const stalls = [stall(9_100, 11_800, { stalled: 50, parts })]
    const finding = onlyFinding(
      judge(...steps, ran(9_000, 11_800), held(11_010, 11_800), waiting, phase('upgrade', { stalls })),
    )
    assert.match(finding.summary, /; 50 POST \/orders stalled/)
  })

  it('counts a stalled request once, whichever of two locks was held meanwhile', () => {
    const stalls = [stall(11_000, 16_000)]
    const second = { holder: party('migration', 78, 'DROP TABLE refunds'), relation: 'refunds' }
    const findings = findingsOf(
      judge(...steps, held(11_000, 13_400), held(14_000, 14_650, second), phase('upgrade', { stalls })),
    )
    assert.deepEqual(
      findings.map(({ measured }) => measured?.stalledRequests),
      [212, 0],
    )
  })

  it('names file and line, mode, relation, duration, limit and what clients felt', () => {
    const stalls = [stall(11_000, 13_100)]
    const ruling = judge(
      ...steps,
      ran(11_000, 13_100),
      held(11_010, 13_110),
      queue(11_020, 13_110),
      phase('upgrade', { stalls }),
    )
    assert.deepEqual(onlyFinding(ruling), {
      check: 'access-exclusive-too-long',
      severity: 'blocker',
      subject: 'migrations/003-add-total.up.sql:4',
      summary:
        'ALTER TABLE orders ALTER COLUMN total TYPE nume… held ACCESS EXCLUSIVE on orders for 2100 ms (limit 500 ms); 212 POST /orders stalled, longest 2140 ms',
      remedy: 'Run the long part under a weaker lock, and set lock_timeout on the rest.',
      measured: { heldMs: 2100, stalledRequests: 212, longestStallMs: 2140 },
      limit: { heldMs: 500 },
      evidence: [6, 5, 7, 8],
    })
  })

  it('passes exactly at the limit', () => {
    assertPassed(
      judge(...steps, held(11_000, 11_500)),
      'the longest ACCESS EXCLUSIVE on a relation in use was 500 ms on orders (limit 500 ms)',
    )
  })

  it('passes where the watcher ran and saw nothing', () => {
    assertPassed(judge(...steps), 'no ACCESS EXCLUSIVE lock on a relation in use was seen')
  })

  it('does not know where nobody watched', () => {
    assertUnknown(
      judge(step('upgrade'), step('rollback'), { kind: 'locks.unwatched', reason: 'the connection was refused' }),
      'locks were not watched: the connection was refused; nobody watched the locks of upgrade step "migrate migrations" from its beginning to its end; nobody watched the locks of rollback step "migrate migrations down" from its beginning to its end. Settled by a rehearsal whose lock watcher sees every step from beginning to end.',
    )
  })

  it('does not know where a gap longer than the limit lies in a step', () => {
    const gaps = [{ atMs: T0 + 12_000, lastedMs: 501 }]
    const blind = watched({ gaps, gapCount: 1, longestGapMs: 501 })
    assertUnknown(
      judge(step('upgrade'), step('rollback'), blind),
      'the lock watcher saw nothing for 501 ms of upgrade step "migrate migrations": this machine was too busy, and a lock above the limit of 500 ms may have come and gone. Settled by a rehearsal on a machine that is less busy or has more free cores, and whose lock watcher sees every step from beginning to end.',
    )
  })

  it('does not mind a gap outside the steps', () => {
    const gaps = [{ atMs: T0 + 30_000, lastedMs: 900 }]
    assert.equal(
      judge(step('upgrade'), step('rollback'), watched({ gaps, gapCount: 1, longestGapMs: 900 })).ruling,
      'passed',
    )
  })

  it('does not know where the rollback never came to a step', () => {
    assertUnknown(
      judge(step('upgrade'), watched()),
      'no step of the rollback was seen to end. Settled by a rehearsal whose lock watcher sees every step from beginning to end.',
    )
  })

  it('passes where no step is declared, and says so', () => {
    assertPassed(
      accessExclusiveTooLong.judge(journal(started({ upgradeSteps: [], rollbackSteps: [] }))),
      'nothing is declared that could take a lock: neither upgrade nor rollback has a step',
    )
  })

  it('makes one finding of one transaction, whatever it locks, and names who kept it', () => {
    const finding = onlyFinding(
      judge(
        ...steps,
        ran(11_000, 11_003, { line: 1, statement: 'ALTER TABLE orders ADD COLUMN total numeric' }),
        ran(11_004, 13_000, { line: 2, statement: 'UPDATE orders SET total = ?' }),
        held(11_010, 13_000),
        held(11_010, 13_000, { relation: 'orders_pkey' }),
      ),
    )
    assert.equal(finding.subject, 'migrations/003-add-total.up.sql:1')
    assert.equal(
      finding.summary,
      'ALTER TABLE orders ADD COLUMN total numeric held ACCESS EXCLUSIVE on orders for 1990 ms (limit 500 ms), most of it while migrations/003-add-total.up.sql:2 ran; no request stalled; also on orders_pkey',
    )
  })

  it('makes two findings of two transactions of one session', () => {
    const ruling = judge(...steps, held(11_000, 12_000), held(12_010, 13_000))
    assert.equal(findingsOf(ruling).length, 2)
  })

  it('says seconds and failed requests of a long one, as one finding of one cause', () => {
    const waits = [queue(11_010, 25_700), queue(25_750, 25_760, { relation: 'orders_pkey' })]
    const stalls = [stall(11_000, 25_800, { failed: 38, longestMs: 14_800 })]
    const finding = onlyFinding(
      judge(...steps, ran(11_000, 25_700), held(11_000, 25_700), ...waits, phase('upgrade', { stalls })),
    )
    assert.equal(
      finding.summary,
      'ALTER TABLE orders ALTER COLUMN total TYPE nume… held ACCESS EXCLUSIVE on orders for 14.7 s (limit 500 ms); 212 POST /orders stalled, 38 failed; longest 14.8 s',
    )
  })

  it('subtracts what stalls and fails in baseline in as much time', () => {
    // Baseline: 40 stalled and 5 failed in 20 s, so 4.2 and 0.5 in the 2.1 s of the lock.
    const usual = phase('baseline', { stalls: [stall(-20_000, -10_000, { stalled: 40, failed: 5 })] })
    const stalls = [
      stall(11_000, 13_100, { stalled: 30, failed: 1 }),
      stall(12_000, 12_100, { stalled: 2, endpoint: 'GET /' }),
    ]
    const facts = [ran(11_000, 13_100), held(11_000, 13_100), phase('upgrade', { stalls })]
    assert.match(
      onlyFinding(judge(...steps, usual, ...facts)).summary,
      /; 25 POST \/orders stalled, longest 2140 ms; 2 GET \/ stalled, longest 2140 ms$/,
    )
  })

  it('knows transactions apart by their numbers where one follows the other at once', () => {
    const ruling = judge(
      ...steps,
      held(11_000, 12_000, { transaction: '3/7' }),
      held(12_000, 13_000, { transaction: '3/8' }),
    )
    assert.equal(findingsOf(ruling).length, 2)
  })

  it('names the statement that the trace saw taking the lock, and the slow one after it that kept it', () => {
    const finding = onlyFinding(
      judge(
        ...steps,
        ran(11_000, 13_000, { line: 99 }),
        traced(11_000, 11_003, { index: 1, locks: [taken('orders', 'AccessExclusiveLock')] }),
        traced(11_004, 13_000, { index: 2, place: { file: 'db/2.js', line: 9 }, statement: 'UPDATE items SET x = ?' }),
        tracedTransaction(11_000, 13_010),
        held(11_010, 13_010),
      ),
    )
    assert.deepEqual([finding.subject, finding.evidence], ['db/1.js:3', [9, 6, 7]])
    assert.match(
      finding.summary,
      /^ALTER TABLE orders ADD x int held .* \(limit 500 ms\), most of it while db\/2.js:9 ran;/,
    )
  })

  it('names the statement where a tool of its own ran it, and says that it was the rollback', () => {
    const finding = onlyFinding(judge(...steps, held(51_000, 52_000, { act: 'rollback' })))
    assert.equal(finding.subject, 'ALTER TABLE orders ALTER COLUMN total TYPE numeric')
    assert.equal(
      finding.summary,
      'ACCESS EXCLUSIVE on orders held for 1000 ms in the rollback (limit 500 ms); no request stalled',
    )
  })

  it('counts neither relations of the transaction’s own making nor weaker modes nor autovacuum', () => {
    const ruling = judge(
      ...steps,
      held(11_000, 15_000, { inUse: false }),
      held(11_000, 15_000, { mode: 'ShareUpdateExclusiveLock' }),
      held(11_000, 15_000, { holder: party('other', 5) }),
    )
    assertPassed(ruling, 'no ACCESS EXCLUSIVE lock on a relation in use was seen')
  })
})
