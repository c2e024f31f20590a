import assert from 'node:assert/strict'
import { attemptsChange } from '../../harness/statistics/attempts.ts'
import { fisherTail } from '../../harness/statistics/tails.ts'

describe('attempts at logical calls, before against after', () => {
  it('have a mean, and a chance that is exact and corrected for the counts that were looked at', () => {
    const { meanBefore, meanAfter, pOfMore } = attemptsChange([0, 10, 0], [0, 2, 8])
    assert.equal(meanBefore, 2)
    assert.equal(meanAfter, 2.8)
    assert.equal(pOfMore, 2 * fisherTail({ fails: 0, total: 10 }, { fails: 8, total: 10 }))
  })

  it('do not call fewer attempts more', () => {
    assert.ok(attemptsChange([0, 2, 8], [0, 10, 0]).pOfMore > 0.9)
  })

  it('of which there were none tell nothing', () => {
    assert.deepEqual(attemptsChange([], []), { meanBefore: 0, meanAfter: 0, pOfMore: 1 })
    assert.deepEqual(attemptsChange([5], [7]), { meanBefore: 1, meanAfter: 1, pOfMore: 1 })
  })
})
