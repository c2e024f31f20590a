import assert from 'node:assert/strict'
import { simulate } from '../../bench/judge/simulation.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { compare, phaseOf, tripletsOf, WORLD } from './blocks-of.ts'

describe('the controls of a comparison', () => {
  it('sound where the restored version is slower than the baseline, which leaves the run INCONCLUSIVE', () => {
    const { comparison } = compare(tripletsOf(phaseOf(0), phaseOf(1), phaseOf(2, { medianMs: 70 })))
    assert.deepEqual(
      comparison.controls.restored.alarms.map(({ endpoint, metric }) => `${endpoint} ${metric}`),
      ['GET /orders p99', 'GET /orders exceedance'],
    )
    assert.equal(outcomeOf(comparison), 'inconclusive')
  })

  it('keep quiet where the restored version is faster', () => {
    const { comparison } = compare(tripletsOf(phaseOf(0, { medianMs: 70 }), phaseOf(1), phaseOf(2)))
    assert.deepEqual(comparison.controls.restored.alarms, [])
  })

  it('sound where odd blocks of the baseline differ from even ones, either way', () => {
    for (const odd of [0, 1]) {
      const [calm, noisy] = [phaseOf(0), phaseOf(0, { medianMs: 90 })]
      const alternating = calm.map((block, at) => (at % 2 === odd ? (noisy[at] ?? block) : block))
      const { comparison } = compare(tripletsOf(alternating, phaseOf(1), phaseOf(2)))
      assert.ok(comparison.controls.oddEven.ran)
      assert.ok(comparison.controls.oddEven.alarms.some(({ metric }) => metric === 'p99'))
    }
  })

  it('say where pairs of blocks are too few to sound', () => {
    const { comparison } = compare(tripletsOf(phaseOf(0, {}, 12), phaseOf(1, {}, 12), phaseOf(2, {}, 12)))
    assert.deepEqual(comparison.controls.oddEven, {
      ran: false,
      because: '6 pairs of blocks reach no p below 0.031',
      smallestP: 2 / 64,
      alarms: [],
    })
  })

  it('find a planted rise where there is traffic, and less of it where there is little', () => {
    const power = (requestsPerBlock: number, sigma: number) =>
      compare(simulate({ ...WORLD, requestsPerBlock, sigma })).endpoint.power
    const [much, little] = [power(1_000, 0.5), power(60, 1.2)]
    assert.ok(much !== null && much > 0.9, `${much}`)
    assert.ok(little !== null && little < 0.5, `${little}`)
  })
})
