import assert from 'node:assert/strict'
import { intervalOf } from '../../harness/checks/margin.ts'
import { compared, metric, SLOWER } from './compared.ts'
import { LIMITS } from './journal.ts'

const ONE = compared({ endpoint: 'POST /payments' })

describe('the interval of a change', () => {
  it('is relative for quantiles, beside the default margin of that quantile', () => {
    const { effect, ...rest } = intervalOf(LIMITS, ONE, SLOWER)
    assert.ok(Math.abs(effect - 0.38) < 1e-9)
    assert.deepEqual(rest, { low: 0.31, high: 0.46, margin: 0.25 })
  })

  it('takes an endpoint’s own margin before that of all, for quantiles alone', () => {
    const said = (name: string, margin: number) => ({ endpoint: name, p99Ms: null, errorRate: null, margin })
    const limits = { ...LIMITS, endpoints: [said('*', 0.4), said('POST /payments', 0.05)] }
    assert.equal(intervalOf(limits, ONE, SLOWER).margin, 0.05)
    assert.equal(intervalOf(limits, compared({ endpoint: 'GET /home' }), SLOWER).margin, 0.4)
    assert.equal(intervalOf(limits, ONE, metric('errors')).margin, 0.01)
  })

  it('is a difference of shares for the slow ones, whose margin is as many again', () => {
    const slow = metric('exceedance', { before: 0.1, after: 0.12 })
    const { effect, margin } = intervalOf(LIMITS, ONE, slow)
    assert.ok(Math.abs(effect - 0.02) < 1e-9)
    assert.equal(margin, 0.1)
  })
})
