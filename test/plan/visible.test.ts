import { deepEqual } from 'node:assert/strict'
import { planRehearsal } from '../../harness/plan/plan-rehearsal.ts'
import { printVisible, visibles } from '../../harness/plan/visible.ts'
import { SPEC } from './spec.ts'

const LONG = planRehearsal(SPEC, { actTimeMs: 60_000 })

describe('what a plan could show', () => {
  it('is said scenario by scenario with the spread that is assumed, but for those whose script decides on the rate', () => {
    deepEqual(printVisible(LONG), [
      '',
      'smallest slowdown that would be shown, with latencies that spread as usual (sigma 0.8, assumed)',
      '  home     p99 +17 %                    p99 +25 % is within it',
      '  orders   p95 +21 %                    p99 +25 % from acts of 3 min, or 118/s',
      '  pay      no tail below 500 requests   p99 +25 % from acts of 3 h 57 min, or 118/s',
    ])
  })

  it('is said endpoint by endpoint with what the latest run showed of each', () => {
    const known = [
      { endpoint: 'GET /home', ratePerSecond: 200, sigma: 0.4 },
      { endpoint: 'POST /orders', ratePerSecond: 20, sigma: 1.1 },
    ]
    const margin = { endpoint: 'POST /orders', p99Ms: null, errorRate: null, margin: 0.5 }
    const plan = { ...LONG, limits: { ...LONG.limits, endpoints: [margin] } }
    deepEqual(
      visibles(plan, known).map(({ endpoint, requests, quantile, margin }) => [endpoint, requests, quantile, margin]),
      [
        ['GET /home', 12_000, 'p99', 0.25],
        ['POST /orders', 1_200, 'p95', 0.5],
      ],
    )
    deepEqual(
      printVisible(plan, known)[1],
      'smallest slowdown that would be shown, with rates and spreads of the latest run in the history',
    )
  })
})
