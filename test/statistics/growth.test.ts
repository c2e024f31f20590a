import assert from 'node:assert/strict'
import { predictDuration } from '../../harness/statistics/growth.ts'

describe('a duration predicted from two sizes', () => {
  it('lies around what was measured where nothing is extrapolated', () => {
    const { lowMs, highMs } = predictDuration(
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
    const [near, far] = [predictDuration(sizes, 10_000_000), predictDuration(sizes, 100_000_000)]
    assert.ok(near.lowMs < 10_010 && near.highMs > 10_010)
    assert.ok(far.lowMs < 100_010 && far.highMs > 100_010)
    assert.ok(far.highMs / far.lowMs > near.highMs / near.lowMs)
  })

  it('does not let grow what did not', () => {
    const { highMs } = predictDuration(
      [
        { rows: 2_000, durationMs: 3.1 },
        { rows: 8_000, durationMs: 3 },
      ],
      1_000_000,
    )
    assert.ok(highMs < 6, `${highMs}`)
  })
})
