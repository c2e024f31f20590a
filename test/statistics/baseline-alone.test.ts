import assert from 'node:assert/strict'
import { simulate } from '../../bench/judge/simulation.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { compare, phaseOf, tripletsOf, WORLD } from './blocks-of.ts'

const QUICKER = phaseOf(2, { medianMs: 30 })

describe('a soak that is worse than baseline and restored together', () => {
  it('is no regression where restored alone is quicker, and leaves the run INCONCLUSIVE', () => {
    const { comparison, endpoint, metric } = compare(tripletsOf(phaseOf(0), phaseOf(1), QUICKER))
    assert.notEqual(endpoint.answer, 'regressed')
    assert.match(
      metric('p99')?.because ?? '',
      /, but not beyond chance than the baseline alone: restored is better than/,
    )
    assert.deepEqual(
      comparison.controls.onlyByRestored?.map(({ metric }) => metric),
      ['p99', 'exceedance'],
    )
    const [p99] = comparison.controls.onlyByRestored ?? []
    assert.ok(p99 && Math.abs(p99.soak / (p99.baseline ?? 0) - 1) < 0.05 && (p99.restored ?? 0) < 0.7 * p99.soak)
    assert.equal(outcomeOf(comparison), 'inconclusive')
  })

  it('is none either where the restored version fails fast', () => {
    const failing = phaseOf(2, { medianMs: 1, failed: 500 })
    const { endpoint } = compare(tripletsOf(phaseOf(0), phaseOf(1), failing))
    assert.notEqual(endpoint.answer, 'regressed')
  })

  it('is one where it is worse than the baseline alone too, whatever restored did', () => {
    const { comparison, endpoint } = compare(tripletsOf(phaseOf(0), phaseOf(1, { medianMs: 70 }), QUICKER))
    assert.equal(endpoint.answer, 'regressed')
    assert.equal(comparison.controls.onlyByRestored, undefined)
    assert.equal(outcomeOf(comparison), 'no-go')
  })

  it('is one in five blocks, of which pairs reach no alpha', () => {
    const five = (phase: number, medianMs: number) => phaseOf(phase, { medianMs }, 5)
    assert.equal(compare(tripletsOf(five(0, 50), five(1, 150), five(2, 50))).endpoint.answer, 'regressed')
    assert.notEqual(compare(tripletsOf(five(0, 50), five(1, 50), five(2, 20))).endpoint.answer, 'regressed')
  })

  it('is one without pairs', () => {
    const unpaired = { pairing: 'blocks' } as const
    const worse = compare(tripletsOf(phaseOf(0), phaseOf(1, { medianMs: 70 }), phaseOf(2)), unpaired)
    assert.equal(worse.endpoint.answer, 'regressed')
    assert.notEqual(compare(tripletsOf(phaseOf(0), phaseOf(1), QUICKER), unpaired).endpoint.answer, 'regressed')
  })

  it('is found under a drift that makes the baseline quicker', () => {
    const world = { ...WORLD, drift: 0.3, driftUp: true, change: { kind: 'slower', by: 0.4 } } as const
    assert.equal(compare(simulate(world)).endpoint.answer, 'regressed')
  })
})

describe('a soak of which some blocks hang', () => {
  it('leaves a bound by which everybody sees how much could hide', () => {
    const hanging = phaseOf(1).map((block, at) =>
      at % 5 === 4 ? (phaseOf(1, { medianMs: 30_000, sigma: 0.1 })[at] ?? block) : block,
    )
    const { metric } = compare(tripletsOf(phaseOf(0), hanging, phaseOf(2)))
    const hidden = metric('p99')?.couldHideUpTo ?? Number.POSITIVE_INFINITY
    assert.ok(hidden > 10, `${hidden}`)
  })
})
