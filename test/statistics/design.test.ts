import assert from 'node:assert/strict'
import { compare, phaseOf, tripletsOf } from './blocks-of.ts'

describe('the design of a comparison', () => {
  it('gates with five blocks, whose smallest p is 1 in 243', () => {
    const { comparison, endpoint } = compare(
      tripletsOf(phaseOf(0, {}, 5), phaseOf(1, { medianMs: 150 }, 5), phaseOf(2, {}, 5)),
    )
    assert.deepEqual(
      [comparison.design.smallestP, comparison.design.canGate, comparison.design.exact],
      [1 / 243, true, true],
    )
    assert.equal(endpoint.answer, 'regressed')
  })

  it('refuses to gate with four, whatever they show, and says so', () => {
    const { comparison, endpoint, metric } = compare(
      tripletsOf(phaseOf(0, {}, 4), phaseOf(1, { medianMs: 500 }, 4), phaseOf(2, {}, 4)),
    )
    assert.deepEqual([comparison.design.smallestP, comparison.design.canGate], [1 / 81, false])
    assert.equal(endpoint.answer, 'inconclusive')
    assert.equal(metric('errors')?.couldHideUpTo, null)
    assert.deepEqual(comparison.design.notes, [
      '4 blocks per phase reach no p below 0.012, so nothing can be REGRESSED at alpha 0.01',
    ])
    assert.equal(comparison.controls.oddEven.ran, false)
  })

  it('compares pairs where nothing was restored, and says what that costs', () => {
    const { comparison, endpoint } = compare(tripletsOf(phaseOf(0), phaseOf(1, { medianMs: 75 }), null))
    assert.equal(comparison.design.phases, 2)
    assert.equal(endpoint.answer, 'regressed')
    assert.equal(endpoint.power, null)
    assert.deepEqual(comparison.design.notes, ['without a restored phase, drift of the environment is not cancelled'])
    assert.deepEqual(comparison.controls.restored, {
      ran: false,
      because: 'there is no restored phase',
      smallestP: 1,
      alarms: [],
    })
  })

  it('compares blocks without partners, also where phases have different numbers of them', () => {
    const triplets = tripletsOf(phaseOf(0, {}, 18), phaseOf(1, { medianMs: 75 }, 20), phaseOf(2, {}, 22))
    const { comparison, endpoint } = compare(triplets, { pairing: 'blocks' })
    assert.equal(endpoint.answer, 'regressed')
    assert.equal(comparison.design.pairing, 'blocks')
    assert.deepEqual(endpoint.requests, { baseline: 9_000, soak: 10_000, restored: 11_000 })
    assert.equal(comparison.design.notes.length, 1)
  })

  it('cuts matched phases to the shortest', () => {
    const { comparison, endpoint } = compare(tripletsOf(phaseOf(0), phaseOf(1, {}, 13), phaseOf(2)))
    assert.equal(comparison.design.blocks, 13)
    assert.equal(endpoint.requests.baseline, 6_500)
  })

  it('doubles blocks once where neighbours resemble each other', () => {
    const waves = (phase: number) =>
      phaseOf(phase).map(
        (_, block) => phaseOf(phase, { medianMs: 50 * (1 + 0.4 * Math.sin(block / 3)) })[block] as never,
      )
    const { comparison } = compare(tripletsOf(waves(0), waves(1), waves(2)))
    assert.deepEqual(
      [comparison.design.doubled, comparison.design.blocks, comparison.design.blockMs],
      [true, 10, 30_000],
    )
    assert.ok((comparison.design.autocorrelation ?? 0) > 0.3)
  })

  it('is at design size from twelve blocks of 15 s on', () => {
    const sized = (blocks: number) =>
      compare(tripletsOf(phaseOf(0, {}, blocks), phaseOf(1, {}, blocks), phaseOf(2, {}, blocks))).comparison.design
        .atDesignSize
    assert.deepEqual([sized(11), sized(12)], [false, true])
  })
})
