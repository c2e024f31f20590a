import assert from 'node:assert/strict'
import type { BlockSample } from '../../harness/model/facts-of-judging.ts'
import { Histogram } from '../../harness/model/histogram.ts'
import { compare, lognormalBlock, tripletsOf } from './blocks-of.ts'

const GATED = { gates: ['GET /orders'] } as const

/** Twenty blocks of 485 usual requests, and 15 of 300 ms in every version. */
function crowded(phase: number, medianMs: number): readonly BlockSample[] {
  return Array.from({ length: 20 }, (_, block) => {
    const histogram = new Histogram()
    const turn = 3 * block + phase
    const [usual, slow] = [
      lognormalBlock({ requests: 485, medianMs, sigma: 0.2, turn }),
      lognormalBlock({ requests: 15, medianMs: 300, sigma: 0.2, turn }),
    ]
    histogram.merge(Histogram.from(usual.latency))
    histogram.merge(Histogram.from(slow.latency))
    return { latency: histogram.toJSON(), failed: 0 }
  })
}

describe('requests below the judged quantile', () => {
  it('that take twenty times as long leave no endpoint EQUIVALENT', () => {
    const { endpoint, metric } = compare(tripletsOf(crowded(0, 10), crowded(1, 200), crowded(2, 10)), GATED)
    assert.equal(metric('p99')?.answer, 'equivalent')
    assert.equal(endpoint.answer, 'inconclusive')
    const { body } = endpoint
    assert.ok(body && Math.abs(body.after / body.before - 20) < 1 && body.p <= 0.01, JSON.stringify(body))
  })

  it('that are as they were leave it EQUIVALENT, be they of two kinds', () => {
    const usual = compare(tripletsOf(crowded(0, 10), crowded(1, 10), crowded(2, 10)), GATED)
    assert.deepEqual([usual.endpoint.answer, usual.endpoint.body], ['equivalent', undefined])
  })

  it('that are quicker in what was restored alone are not slower in soak', () => {
    const { endpoint } = compare(tripletsOf(crowded(0, 200), crowded(1, 200), crowded(2, 10)), GATED)
    assert.equal(endpoint.body, undefined)
  })

  it('that lose less than the least effect are as they were', () => {
    const { endpoint } = compare(tripletsOf(crowded(0, 3), crowded(1, 6), crowded(2, 3)), GATED)
    assert.equal(endpoint.body, undefined)
  })
})
