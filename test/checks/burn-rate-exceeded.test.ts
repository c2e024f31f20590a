import assert from 'node:assert/strict'
import { burnRateExceeded } from '../../harness/checks/burn-rate-exceeded.ts'
import { errorBudgetSpent } from '../../harness/checks/error-budget-spent.ts'
import type { EndpointLimits, Limits } from '../../harness/model/limits.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { endpoint, journal, LIMITS, phase, started } from './journal.ts'

// 400 requests in 20 s are 20/s: an hour has 72,000, of which an objective of 99.9 % lets 72 fail.
const HOUR = { overMs: 3_600_000, times: 14.4 }

function run(failed: number, { burnRates = [HOUR], soak = 0, endpoints = [] as readonly EndpointLimits[] } = {}) {
  const limits: Limits = { ...LIMITS, productionRate: null, endpoints, burnRates }
  return journal(
    started({ limits, wayBack: 'none', reason: 'x' }),
    phase('baseline'),
    phase('upgrade', { endpoints: [endpoint({ requests: 2_000, failed })] }),
    phase('soak', { endpoints: [endpoint({ failed: soak })] }),
  )
}

describe('burn-rate-exceeded', () => {
  it('finds a transition after which the hour burns faster than declared', () => {
    const finding = onlyFinding(burnRateExceeded.judge(run(1_037)))
    assert.equal(finding.subject, 'upgrade')
    assert.equal(
      finding.summary,
      '14.4 × the rate that an objective of 99.9 % allows, over 1 h from the upgrade on (limit 14.4 ×): 1037 requests failed or stalled during it',
    )
    assert.deepEqual(finding.limit, { burnRate: 14.4 })
  })

  it('passes exactly at the limit, and says how fast each window burns', () => {
    const windows = [
      { overMs: 3_600_000, times: 10 },
      { overMs: 6 * 3_600_000, times: 6 },
    ]
    assertPassed(
      burnRateExceeded.judge(run(720, { burnRates: windows })),
      'upgrade: 10 × over 1 h (limit 10 ×); upgrade: 1.67 × over 6 h (limit 6 ×)',
    )
    assert.equal(findingsOf(burnRateExceeded.judge(run(721, { burnRates: windows }))).length, 1)
  })

  it('takes what the steady phase after it fails to go on, but no lone failure for a rate', () => {
    const [finding] = findingsOf(burnRateExceeded.judge(run(0, { soak: 20 })))
    assert.equal(
      finding?.summary,
      '30 × the rate that an objective of 99.9 % allows, over 1 h from the upgrade on (limit 14.4 ×): 0 requests failed or stalled during it, and 3 % at least still fail in soak',
    )
    assert.equal(burnRateExceeded.judge(run(0, { soak: 1 })).ruling, 'passed')
  })

  it('holds an endpoint to an objective of its own, as the month’s budget does', () => {
    const endpoints = [{ endpoint: 'POST /orders', p99Ms: null, errorRate: null, objective: 0.9999 }]
    const findings = findingsOf(burnRateExceeded.judge(run(110, { endpoints })))
    assert.deepEqual(
      findings.map(({ subject, measured }) => [subject, measured?.burnRate]),
      [['POST /orders', 15.28]],
    )
    const spent = findingsOf(errorBudgetSpent.judge(run(500, { endpoints })))
    assert.deepEqual(
      spent.map(({ subject, summary }) => [subject, summary]),
      [
        [
          'POST /orders',
          "500 requests failed or stalled during the upgrade, 500 at production's rate: 9.6 % of the 30-day error budget (limit 5 %)",
        ],
      ],
    )
  })

  it('asks nothing where no burn rate is declared, and does not know where the transition saw no requests', () => {
    assertPassed(burnRateExceeded.judge(run(1_500, { burnRates: [] })), 'the spec declares no burn rates')
    const limits: Limits = { ...LIMITS, burnRates: [HOUR] }
    assertUnknown(
      burnRateExceeded.judge(journal(started({ limits, wayBack: 'none', reason: 'x' }), phase('baseline'))),
      'no requests were recorded during the upgrade. Settled by a rehearsal that performs it under traffic.',
    )
  })
})
