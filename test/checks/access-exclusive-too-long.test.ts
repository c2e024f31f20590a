import assert from 'node:assert/strict'
import { accessExclusiveTooLong } from '../../harness/checks/access-exclusive-too-long.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { held, journal, party, phase, queue, ran, stall, started, step, T0, watched } from './journal.ts'

const steps = [step('upgrade'), step('rollback'), watched()]

function judge(...facts: readonly Fact[]) {
  return accessExclusiveTooLong.judge(journal(started(), ...facts))
}

describe('access-exclusive-too-long', () => {
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
      summary: 'ACCESS EXCLUSIVE on orders held for 2100 ms (limit 500 ms); 212 POST /orders stalled, longest 2140 ms',
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
      'the lock watcher saw nothing for 501 ms of upgrade step "migrate migrations". Settled by a rehearsal whose lock watcher sees every step from beginning to end.',
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
      'ACCESS EXCLUSIVE on orders held for 1990 ms (limit 500 ms), most of it while migrations/003-add-total.up.sql:2 ran; also on orders_pkey; no request stalled',
    )
  })

  it('makes two findings of two transactions of one session', () => {
    const ruling = judge(...steps, held(11_000, 12_000), held(12_010, 13_000))
    assert.equal(findingsOf(ruling).length, 2)
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
