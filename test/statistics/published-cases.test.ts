import assert from 'node:assert/strict'
import { isHigh } from '../../bench/judge/kayenta.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { blockOf, compare, tripletsOf } from './blocks-of.ts'

const latencies = (values: readonly number[]) => values.map((ms) => blockOf(Array.from({ length: 600 }, () => ms)))
const failures = (counts: readonly number[]) => counts.map((failed) => blockOf(new Array<number>(100).fill(20), failed))

describe('cases that Kayenta’s classifiers are tested with', () => {
  it('are no GO where ten 1.0 meet seven 100s and three 1s', () => {
    const before = latencies(new Array(10).fill(1))
    const after = latencies([100, 100, 1, 100, 100, 1, 100, 100, 1, 100])
    for (const pairing of ['triplets', 'blocks'] as const)
      assert.equal(outcomeOf(compare(tripletsOf(before, after, before), { pairing }).comparison), 'no-go', pairing)
  })

  it('are INCONCLUSIVE where 0, 1, 2, 1, 0, 0 meet zeros', () => {
    const none = failures([0, 0, 0, 0, 0, 0])
    const { comparison, metric } = compare(tripletsOf(none, failures([0, 1, 2, 1, 0, 0]), none), {
      gates: ['GET /orders'],
    })
    assert.equal(metric('errors')?.p, 1 / 27)
    assert.equal(metric('errors')?.answer, 'inconclusive')
    assert.equal(outcomeOf(comparison), 'inconclusive')
  })

  it('get what its rule is documented to say, where the bench holds ours beside it', () => {
    assert.ok(isHigh([10, 11, 12, 10, 11, 12, 10], [20, 21, 22, 20, 21, 22, 20]))
    assert.ok(!isHigh([10, 11, 12, 10, 11, 12, 10], [10, 12, 11, 11, 10, 12, 10]))
  })
})
