import assert from 'node:assert/strict'
import { medianTest } from '../../harness/statistics/median-test.ts'

const near = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`)

describe('the median test', () => {
  it('is exact: five values apart from five others come about by chance twice in 252 times', () => {
    near(medianTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), 2 / 252)
    near(medianTest([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]), 2 / 252)
  })

  it('cannot tell two values from two others at any level worth having', () => {
    near(medianTest([1, 2], [8, 9]), 1 / 3)
  })

  it('is not moved by one value, however far away', () => {
    near(medianTest([1, 3, 5, 7], [2, 4, 6, 8]), medianTest([1, 3, 5, 7], [2, 4, 6, 8e9]))
  })

  it('splits equal values where they leave the halves most even', () => {
    const before = Array<number>(30).fill(500)
    const after = [...Array<number>(15).fill(500), ...Array<number>(15).fill(50)]
    assert.ok(medianTest(before, after) < 1e-4)
    assert.equal(medianTest(before, before), 1)
  })

  it('says nothing about an empty sample', () => {
    assert.equal(medianTest([], [1, 2, 3]), 1)
    assert.equal(medianTest([], []), 1)
  })
})
