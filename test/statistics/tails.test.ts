import assert from 'node:assert/strict'
import { binomialTail, fisherTail } from '../../harness/statistics/tails.ts'

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual / expected - 1) < 1e-6, `expected ${expected}, found ${actual}`)
}

describe('exact tails', () => {
  it('agrees with the binomial distribution computed by hand', () => {
    near(binomialTail(2, 3, 0.5), 0.5)
    near(binomialTail(1, 60, 0.01), 1 - 0.99 ** 60)
    near(binomialTail(3, 3, 0.1), 0.001)
  })

  it('knows the edges of the binomial', () => {
    assert.deepEqual(
      [binomialTail(0, 5, 0.3), binomialTail(1, 5, 0), binomialTail(6, 5, 0.3), binomialTail(2, 5, 1)],
      [1, 0, 0, 1],
    )
  })

  it('agrees with Fisher’s lady tasting tea', () => {
    near(fisherTail({ fails: 1, total: 4 }, { fails: 3, total: 4 }), 17 / 70)
    near(fisherTail({ fails: 0, total: 5 }, { fails: 5, total: 5 }), 1 / 252)
  })

  it('stays sound with counts of a long run', () => {
    const p = fisherTail({ fails: 500, total: 100_000 }, { fails: 510, total: 100_000 })
    assert.ok(p > 0.3 && p < 0.45, String(p))
  })
})
