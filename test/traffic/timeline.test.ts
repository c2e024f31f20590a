import assert from 'node:assert/strict'
import { shownQuantile } from '../../harness/checks/quantiles-in-words.ts'
import { DRAWN_QUANTILES } from '../../harness/model/timeline.ts'
import { REQUESTS_FOR } from '../../harness/model/told-quantile.ts'
import { timelineOf } from '../../harness/traffic/timeline.ts'
import { TimelineFold } from '../../harness/traffic/timeline-fold.ts'

const EPOCH = 1_000_000

describe('the timeline of a fold', () => {
  it('says when each stretch was, and what was due in it, by endpoint and together', () => {
    const fold = new TimelineFold()
    fold.add('POST /b', { afterMs: 1_200, latencyMs: 2_345.6, failed: true })
    fold.add('GET /a', { afterMs: 100, latencyMs: 7.123, failed: false })
    fold.drop(0)
    const { stretches, endpoints, all, dropped } = timelineOf(fold, { epochMs: EPOCH, bordersMs: [] })
    assert.deepEqual(stretches, [
      { fromMs: EPOCH, toMs: EPOCH + 1_000 },
      { fromMs: EPOCH + 1_000, toMs: EPOCH + 2_000 },
    ])
    assert.deepEqual(
      endpoints.map(({ endpoint, requests, failed, longestMs }) => ({ endpoint, requests, failed, longestMs })),
      [
        { endpoint: 'GET /a', requests: [1, 0], failed: [0, 0], longestMs: [7.12, null] },
        { endpoint: 'POST /b', requests: [0, 1], failed: [0, 1], longestMs: [null, 2350] },
      ],
    )
    assert.deepEqual([all.endpoint, all.requests, all.failed], ['all endpoints', [1, 1], [0, 1]])
    assert.deepEqual(dropped, [1, 0])
  })

  it('takes a quantile of as many stretches as have the requests for it, exactly as many as are needed', () => {
    const { p50Ms, p95Ms, p99Ms } = steady([20, 10, 10, 20], [])
    assert.deepEqual(p50Ms, [10, 10, 10, 10])
    assert.deepEqual([new Set(p95Ms), new Set(p99Ms)], [new Set([null]), new Set([null])])
    assert.deepEqual(steady([1_000], []).p95Ms, [10])
    assert.deepEqual(steady([999], []).p95Ms, [null])
    assert.deepEqual(steady([5_000], []).p99Ms, [10])
    assert.deepEqual(steady([4_999], []).p99Ms, [null])
  })

  it('leaves a gap where the requests are too few, and takes none across the border of an act', () => {
    assert.deepEqual(steady([19, 19], [EPOCH + 1_000]).p50Ms, [null, null])
    assert.deepEqual(steady([19, 19], []).p50Ms, [10, 10])
    assert.deepEqual(steady([25, 5, 5, 30], [EPOCH + 1_000, EPOCH + 3_000]).p50Ms, [10, null, null, 10])
  })

  it('gives what is left over at the end of an act to the quantile before it', () => {
    const fold = new TimelineFold()
    for (let count = 0; count < 20; count++) fold.add('GET /a', { afterMs: 0, latencyMs: 10, failed: false })
    for (let count = 0; count < 19; count++) fold.add('GET /a', { afterMs: 1_000, latencyMs: 30, failed: false })
    const [first] = timelineOf(fold, { epochMs: EPOCH, bordersMs: [] }).endpoints
    assert.equal(first?.p50Ms[0], first?.p50Ms[1])
  })

  it('takes one of a whole act that has no more requests than it needs, however long that is', () => {
    const sparse = Array.from({ length: 77 }, (_, second) => (second % 4 === 0 ? 1 : 0))
    assert.deepEqual(new Set(steady(sparse, []).p50Ms), new Set([10]))
    assert.deepEqual(new Set(steady(sparse.slice(0, 76), []).p50Ms), new Set([null]))
  })

  it('draws of an act what its table tells, by the same count of requests', () => {
    for (const quantile of DRAWN_QUANTILES) {
      for (const requests of [REQUESTS_FOR[quantile], REQUESTS_FOR[quantile] - 1]) {
        const latency = { p50Ms: 10, p90Ms: 10, p95Ms: 10, p99Ms: 10, maxMs: 10 }
        const told = shownQuantile({ endpoint: 'GET /a', requests, failed: 0, latency }, quantile)
        const [drawn] = steady([requests], [])[`${quantile}Ms`]
        assert.equal(drawn, told)
      }
    }
  })
})

/** An endpoint with so many requests of 10 ms in each second. */
function steady(requests: readonly number[], bordersMs: readonly number[]) {
  const fold = new TimelineFold()
  for (const [second, count] of requests.entries()) {
    for (let at = 0; at < count; at++) fold.add('GET /a', { afterMs: second * 1_000, latencyMs: 10, failed: false })
  }
  const [endpoint] = timelineOf(fold, { epochMs: EPOCH, bordersMs }).endpoints
  assert.ok(endpoint)
  return endpoint
}
