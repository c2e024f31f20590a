import assert from 'node:assert/strict'
import { type Measured, predictDuration } from '../../harness/statistics/growth.ts'

function predicted(sizes: readonly [Measured, Measured], rows: number) {
  return predictDuration(sizes, rows) ?? assert.fail('expected a prediction')
}

describe('a duration predicted from two sizes', () => {
  it('lies around what was measured where nothing is extrapolated', () => {
    const { lowMs, highMs } = predicted(
      [
        { rows: 100_000, durationMs: 100 },
        { rows: 1_000_000, durationMs: 1_000 },
      ],
      1_000_000,
    )
    assert.deepEqual([lowMs, highMs], [750, 1_250])
  })

  it('holds a line, and widens with the distance', () => {
    const sizes = [
      { rows: 100_000, durationMs: 110 },
      { rows: 1_000_000, durationMs: 1_010 },
    ] as const
    const [near, far] = [predicted(sizes, 10_000_000), predicted(sizes, 100_000_000)]
    assert.ok(near.lowMs < 10_010 && near.highMs > 10_010)
    assert.ok(far.lowMs < 100_010 && far.highMs > 100_010)
    assert.ok(far.highMs / far.lowMs > near.highMs / near.lowMs)
  })

  it('does not let grow what did not', () => {
    const { highMs } = predicted(
      [
        { rows: 2_000, durationMs: 3.1 },
        { rows: 8_000, durationMs: 3 },
      ],
      1_000_000,
    )
    assert.ok(highMs < 6, `${highMs}`)
  })

  it('is none where there is hardly more in the larger size: noise would be taken for growth, or growth for noise', () => {
    const at = (rows: number, durationMs: number) => ({ rows, durationMs })
    assert.equal(predictDuration([at(1_000, 10), at(1_000, 13)], 50_000_000), null)
    // Twelve per cent more rows take twelve per cent longer, which is less than what counts as growth.
    assert.equal(predictDuration([at(900_000, 900), at(1_000_000, 1_000)], 50_000_000), null)
    assert.equal(predictDuration([at(0, 1), at(0, 1)], 1_000), null)
    assert.notEqual(predictDuration([at(1_000, 10), at(2_000, 20)], 50_000_000), null)
  })
})
