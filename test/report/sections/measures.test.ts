import assert from 'node:assert/strict'
import { quantity, spelled } from '../../../harness/report/sections/measures.ts'

describe('a measured value', () => {
  it('is shown in the unit that its name ends in', () => {
    assert.equal(quantity('heldMs', 2_100), '2100 ms')
    assert.equal(quantity('heldMs', 21_000), '21.0 s')
    assert.equal(quantity('errorRate', 0.021), '2.1 %')
    assert.equal(quantity('budgetShare', 0.5), '50 %')
    assert.equal(quantity('burnRate', 14.4), '14.4')
    assert.equal(quantity('bytes', 412_000_000), '412 MB')
    assert.equal(quantity('rows', 1_200_000), '1,200,000')
    assert.equal(quantity('adjustedP', 0.000_123_456), '0.0001235')
    assert.equal(quantity('times', Number.POSITIVE_INFINITY), 'without end')
  })

  it('is named in words', () => {
    assert.equal(spelled('longestStallMs'), 'longest stall')
    assert.equal(spelled('p99Ms'), 'p99')
    assert.equal(spelled('stalledRequests'), 'stalled requests')
  })
})
