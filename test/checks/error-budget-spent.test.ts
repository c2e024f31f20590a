import assert from 'node:assert/strict'
import { errorBudgetSpent } from '../../harness/checks/error-budget-spent.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { endpoint, journal, LAG, LIMITS, phase, stall, started } from './journal.ts'

// 20 requests/s against 99.9 % leave 51,840 lost requests in 30 days; a thousandth of that is 52.
const limits = { ...LIMITS, errorBudgetShare: 52 / 51_840 }

function judge(...facts: readonly Fact[]) {
  return errorBudgetSpent.judge(journal(started({ limits }), phase('baseline'), ...facts))
}

describe('error-budget-spent', () => {
  it('scales what was lost to production and to 30 days, and says where it was lost', () => {
    const upgrade = phase('upgrade', {
      endpoints: [endpoint({ failed: 3 }), endpoint({ endpoint: 'GET /home', requests: 90, failed: 2 })],
      stalls: [stall(11_000, 12_000, { stalled: 50, failed: 1 })],
    })
    assert.deepEqual(onlyFinding(judge(upgrade, phase('rollback'))), {
      check: 'error-budget-spent',
      severity: 'blocker',
      subject: 'upgrade',
      summary:
        "54 requests failed or stalled during the upgrade, 270 at production's rate: 0.1 % of the 30-day error budget (limit 0.1 %); 52 POST /orders, 2 GET /home",
      remedy: 'Replace services one at a time with a drain, keep locks short, or do it at an hour with less traffic.',
      measured: { lostRequests: 54, inProduction: 270, budgetShare: 0.001042 },
      limit: { budgetShare: 52 / 51_840 },
      evidence: [3],
    })
  })

  it('passes exactly at the limit', () => {
    const upgrade = phase('upgrade', { endpoints: [endpoint({ failed: 52 })] })
    assertPassed(
      judge(upgrade, phase('rollback')),
      'upgrade: 52 requests failed or stalled, 0.1 % of the 30-day error budget; rollback: 0 requests failed or stalled, 0 % of the 30-day error budget (limit 0.1 %)',
    )
  })

  it('does not know where the rollback saw no traffic', () => {
    assertUnknown(
      judge(phase('upgrade')),
      'no requests were recorded during the rollback. Settled by a rehearsal that performs it under traffic.',
    )
  })

  it('counts what could not be sent while every user waited, but not what we dropped ourselves', () => {
    const busy = { ...LAG, dropped: 60, droppedBusy: 60 }
    assert.equal(judge(phase('upgrade', { lag: busy }), phase('rollback')).ruling, 'found')
    assert.equal(judge(phase('upgrade', { lag: { ...busy, droppedBusy: 0 } }), phase('rollback')).ruling, 'passed')
  })

  it('takes the last record of a phase', () => {
    const early = phase('upgrade', { endpoints: [endpoint({ failed: 300 })] })
    assert.equal(judge(early, phase('upgrade'), phase('rollback')).ruling, 'passed')
  })

  it('finds any loss above an objective of 100 %', () => {
    const entries = journal(
      started({ limits: { ...LIMITS, objective: 1 }, wayBack: 'none', reason: 'forward only' }),
      phase('upgrade', { endpoints: [endpoint({ failed: 1 })] }),
    )
    assert.match(
      onlyFinding(errorBudgetSpent.judge(entries)).summary,
      /: more than an objective of 100 % allows \(limit/,
    )
  })
})
