import assert from 'node:assert/strict'
import { simulate } from '../../bench/judge/simulation.ts'
import { DEFAULT_LIMITS } from '../../harness/statistics/judging-defaults.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { blockOf, compare, lognormalBlock, phaseOf, tripletsOf, WORLD } from './blocks-of.ts'

const A1 = phaseOf(0)
const A2 = phaseOf(2)

describe('before against after', () => {
  it('calls a tail slower by 40 % REGRESSED, and says by how much at least', () => {
    const { comparison, endpoint, metric } = compare(tripletsOf(A1, phaseOf(1, { medianMs: 70 }), A2))
    const p99 = metric('p99')
    assert.equal(endpoint.answer, 'regressed')
    assert.ok(p99 && p99.adjustedP <= 0.01 && Math.abs(p99.ratio - 1.4) < 0.03, JSON.stringify(p99))
    assert.ok((p99.low ?? 0) > 0.1 && (p99.high ?? 0) > 0.4, `${p99.low}, ${p99.high}`)
    assert.equal(outcomeOf(comparison), 'no-go')
  })

  it('calls what did not change EQUIVALENT, with no alarm from its controls', () => {
    const { comparison, endpoint } = compare(tripletsOf(A1, phaseOf(1), A2), { gates: ['GET /orders'] })
    assert.equal(endpoint.answer, 'equivalent')
    assert.deepEqual(comparison.controls.oddEven.alarms, [])
    assert.deepEqual(comparison.controls.restored.alarms, [])
    assert.equal(outcomeOf(comparison), 'go')
  })

  it('calls a tail faster by 40 % IMPROVED, which is good enough for a gate', () => {
    const { comparison, endpoint } = compare(
      tripletsOf(phaseOf(0, { medianMs: 70 }), phaseOf(1), phaseOf(2, { medianMs: 70 })),
      {
        gates: ['GET /orders'],
      },
    )
    assert.equal(endpoint.answer, 'improved')
    assert.equal(outcomeOf(comparison), 'go')
  })

  it('answers the same for the same triplets and seed', () => {
    const triplets = tripletsOf(A1, phaseOf(1, { medianMs: 56 }), A2)
    assert.deepEqual(compare(triplets).comparison, compare(triplets).comparison)
  })

  it('finds a slow minority of 3 % that leaves the median where it was', () => {
    const slow = A1.map((_, block) => {
      const { latency } = lognormalBlock({ requests: 485, turn: 3 * block + 1 })
      return { latency: { ...latency, buckets: [...latency.buckets, [430, 15] as const] }, failed: 0 }
    })
    const { metric } = compare(tripletsOf(A1, slow, A2))
    assert.equal(metric('exceedance')?.answer, 'regressed')
    assert.match(metric('exceedance')?.because ?? '', /^exceedance 1 % → 4 % of requests, at least \+/)
  })

  it('calls nothing REGRESSED that rose by less than 5 ms, however certain', () => {
    const { metric } = compare(
      tripletsOf(phaseOf(0, { medianMs: 2 }), phaseOf(1, { medianMs: 2.6 }), phaseOf(2, { medianMs: 2 })),
    )
    assert.ok((metric('p99')?.adjustedP ?? 1) <= 0.01)
    assert.equal(metric('p99')?.answer, 'inconclusive')
    assert.match(metric('p99')?.because ?? '', /beyond chance but within the least effect or noise floor/)
  })

  it('calls nothing REGRESSED that A/A nights show as well', () => {
    const limits = { ...DEFAULT_LIMITS, noiseFloor: 0.5 }
    const { endpoint } = compare(tripletsOf(A1, phaseOf(1, { medianMs: 70 }), A2), { limits })
    assert.equal(endpoint.answer, 'inconclusive')
  })

  it('counts a dropped request as failed and slower than anything', () => {
    const dropping = phaseOf(1).map((block) => ({ ...block, dropped: 20 }))
    const { metric, endpoint } = compare(tripletsOf(A1, dropping, A2))
    assert.equal(endpoint.requests.soak, 10_400)
    assert.equal(metric('errors')?.answer, 'regressed')
    assert.equal(metric('p99')?.answer, 'regressed')
  })

  it('judges errors and exceedance alone where an endpoint has fewer than 500 requests in a phase', () => {
    const few = { requests: 24 }
    const { endpoint } = compare(tripletsOf(phaseOf(0, few), phaseOf(1, few), phaseOf(2, few)), {
      gates: ['GET /orders'],
    })
    assert.equal(endpoint.quantile, null)
    assert.equal(endpoint.metrics[0]?.settledBy, '13 s more in each steady phase, or 0.1 requests/s more of it')
    assert.deepEqual(
      endpoint.metrics.map(({ metric }) => metric),
      ['exceedance', 'errors'],
    )
    assert.equal(endpoint.answer, 'inconclusive')
  })

  it('answers INCONCLUSIVE for an endpoint that the new version was never asked for', () => {
    const { endpoint } = compare(
      tripletsOf(
        A1,
        A1.map(() => blockOf([])),
        A2,
      ),
    )
    assert.deepEqual([endpoint.answer, endpoint.metrics, endpoint.requests.soak], ['inconclusive', [], 0])
  })

  it('says what would settle a gate that it leaves open', () => {
    const { metric } = compare(simulate({ ...WORLD, requestsPerBlock: 60 }))
    assert.equal(metric('p95')?.answer, 'inconclusive')
    assert.match(
      metric('p95')?.settledBy ?? '',
      /^\d+ (s|minutes|hours) more in each steady phase, or [\d.]+ requests\/s more of it$/,
    )
  })
})
