import assert from 'node:assert/strict'
import { planTurnedBad } from '../../harness/checks/plan-turned-bad.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { TRIALS, trialStarted, tried } from './trials.ts'

const { judge } = planTurnedBad
const WORSE = {
  kind: 'plan.compared',
  trial: TRIALS.filled,
  statement: 'SELECT id FROM orders WHERE ref = ?',
  costBefore: 8.3,
  costAfter: 150,
  durationMsBefore: 0.03,
  durationMsAfter: 0.9,
  indexesLost: ['orders_ref'],
  nodesBefore: ['Index Scan using orders_ref on orders'],
  nodesAfter: ['Seq Scan on orders'],
} as const satisfies Fact

function severity(overrides: Partial<Extract<Fact, { kind: 'plan.compared' }>>) {
  const ruling = judge(tried({ beside: [{ ...WORSE, ...overrides }] }))
  return ruling.ruling === 'found' ? ruling.findings.map((one) => one.severity).join() : ruling.ruling
}

describe('plan-turned-bad', () => {
  it('names the statement, both plans and the index that is gone', () => {
    const finding = onlyFinding(judge(tried({ beside: [WORSE] })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'blocker',
        'migrations/003.sql:1',
        'SELECT id FROM orders WHERE ref = ?: Index Scan using orders_ref on orders before migrations/003.sql, Seq Scan on orders after it: cost 8.3 → 150, 0.03 ms → 0.9 ms, on tables filled up to 2000 rows; it used orders_ref, gone since migrations/003.sql',
      ],
    )
  })

  it('blocks only what both planner and clock say, from five times the cost and twice the time on', () => {
    const type = { indexesLost: [], costBefore: 10, durationMsBefore: 1 }
    assert.equal(severity({ ...type, costAfter: 50, durationMsAfter: 2 }), 'blocker')
    assert.equal(severity({ ...type, costAfter: 49.9, durationMsAfter: 2 }), 'passed')
    assert.equal(severity({ ...type, costAfter: 50, durationMsAfter: 1.9 }), 'concern')
  })

  it('blocks a statement that became ten times as slow by what no plan shows, from 10 ms on', () => {
    const same = { indexesLost: [], costAfter: 8.3, nodesAfter: WORSE.nodesBefore, durationMsBefore: 1 }
    assert.equal(severity({ ...same, durationMsAfter: 11 }), 'blocker')
    assert.equal(severity({ ...same, durationMsAfter: 10.9 }), 'passed')
    assert.equal(severity({ ...same, durationMsBefore: 2, durationMsAfter: 19.9 }), 'passed')
  })

  it('passes an index that another one replaces', () => {
    const same = { costAfter: 8.3, nodesAfter: ['Index Scan using orders_ref2 on orders'] }
    assert.equal(severity({ ...same, durationMsAfter: 0.03 }), 'passed')
    assert.equal(severity({ ...same, durationMsAfter: 0.3 }), 'passed')
  })

  it('does not judge plans of few rows', () => {
    const entries = tried({ without: ['filled'], beside: [trialStarted('filled', { rows: 999 }), WORSE] })
    assert.equal(judge(entries).ruling, 'passed')
  })

  it('passes where no statements were given', () => {
    assertPassed(judge(tried()), 'no statements of the application were given')
  })

  it('does not know where the trial on filled tables did not end', () => {
    const torn = tried().filter((entry) => entry.kind !== 'trial.ended' || entry.trial < TRIALS.filled)
    assertUnknown(
      judge(torn),
      'migrations/003.sql: the trial on filled tables did not end. Settled by a run in which the plans are compared on filled tables.',
    )
  })
})
