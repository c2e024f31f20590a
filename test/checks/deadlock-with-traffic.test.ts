import assert from 'node:assert/strict'
import { deadlockWithTraffic } from '../../harness/checks/deadlock-with-traffic.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { deadlock, journal, party, phase, ran, started, step, T0, watched } from './journal.ts'

const steps = [step('upgrade'), step('rollback')]
const SETTLED = 'Settled by a rehearsal whose lock watcher sees every step from beginning to end.'

function judge(...facts: readonly Fact[]) {
  return deadlockWithTraffic.judge(journal(started(), ...steps, ...facts))
}

function amongServices(fromMs: number, act: 'upgrade' | 'steady' = 'upgrade'): Fact {
  const one = (pid: number, behind: number, victim: boolean) =>
    ({
      party: party('traffic', pid, `UPDATE items SET x = ${pid}`),
      relation: 'items',
      mode: 'RowExclusiveLock',
      behind,
      victim,
    }) as const
  return deadlock(fromMs, { act, parties: [one(90, 91, false), one(91, 90, true)] })
}

describe('deadlock-with-traffic', () => {
  it('finds the step in a deadlock with traffic, by file and line', () => {
    const facts = [watched({ deadlocks: 1 }), ran(11_000, 14_000, { statement: 'ALTER TABLE orders ADD x int' })]
    assert.deepEqual(onlyFinding(judge(...facts, deadlock(12_000))), {
      check: 'deadlock-with-traffic',
      severity: 'blocker',
      subject: 'migrations/003-add-total.up.sql:4',
      summary:
        'a deadlock with 1 session of the services in the upgrade, and a session of the services was ended (SQLSTATE 40P01): the step waited for orders in ALTER TABLE orders ADD x int; payments waited for items in UPDATE items SET x = ? and was ended',
      remedy: deadlockWithTraffic.remedy,
      measured: { deadlocks: 1 },
      limit: { deadlocks: 0 },
      evidence: [6, 5],
    })
  })

  it('makes one finding of a statement that deadlocks again and again', () => {
    const facts = [watched({ deadlocks: 2 }), ran(11_000, 16_000)]
    const finding = onlyFinding(judge(...facts, deadlock(12_000), deadlock(14_000)))
    assert.deepEqual([finding.measured, finding.evidence], [{ deadlocks: 2 }, [6, 5, 7, 5]])
  })

  it('passes at no deadlock', () => {
    assertPassed(judge(watched()), 'no deadlock was seen')
  })

  it('finds services that deadlock during a step and never did before', () => {
    const finding = onlyFinding(judge(watched({ deadlocks: 1 }), phase('baseline'), amongServices(12_000)))
    assert.equal(finding.severity, 'blocker')
    assert.match(
      finding.summary,
      /^2 sessions of the services in a deadlock during the upgrade, and none in baseline: /,
    )
  })

  it('is only concerned where they do so in a steady phase since', () => {
    const [finding] = findingsOf(judge(watched({ deadlocks: 1 }), phase('baseline'), amongServices(30_000, 'steady')))
    assert.equal(finding?.severity, 'concern')
  })

  it('passes where services deadlock in baseline as well', () => {
    assertPassed(
      judge(watched({ deadlocks: 1 }), phase('baseline'), amongServices(-15_000, 'steady'), amongServices(12_000)),
      '2 deadlocks among the services, as in baseline or of no step',
    )
  })

  it('does not know who was in a deadlock that the server counted and nobody saw', () => {
    assertUnknown(
      judge(watched({ deadlocks: 1 })),
      `the server counted 1 deadlock around upgrade step "migrate migrations", and 0 of them were seen; the server counted 1 deadlock around rollback step "migrate migrations down", and 0 of them were seen. ${SETTLED}`,
    )
  })

  it('does not know what a journal of before does not tell', () => {
    const { deadlocks: _, ...old } = watched() as Extract<Fact, { kind: 'locks.watched' }>
    assertUnknown(judge(old), `deadlocks were not recorded: the journal is of an earlier version. ${SETTLED}`)
  })

  it('does not know where nobody watched', () => {
    assert.equal(judge(watched({ toMs: T0 + 55_000 })).ruling, 'unknown')
  })
})
