import assert from 'node:assert/strict'
import { kolmogorovSmirnov } from '../../harness/statistics/kolmogorov-smirnov.ts'

describe('the Kolmogorov–Smirnov distance', () => {
  it('is nothing between equal samples, whatever their order', () => {
    assert.equal(kolmogorovSmirnov([1, 2, 2, 3], [3, 2, 1, 2]), 0)
  })

  it('is everything between samples that do not meet', () => {
    assert.equal(kolmogorovSmirnov([1, 2], [3, 4, 5]), 1)
  })

  it('counts ties as one step of both', () => {
    assert.equal(kolmogorovSmirnov([1, 1, 2, 2], [1, 2, 2, 2]), 0.25)
  })

  it('is not a number where a sample is empty', () => {
    assert.ok(Number.isNaN(kolmogorovSmirnov([], [1])))
  })
})
