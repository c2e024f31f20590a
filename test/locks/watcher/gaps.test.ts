import assert from 'node:assert/strict'
import { noteGaps } from '../../../harness/locks/watcher/gaps.ts'

describe('noteGaps', () => {
  it('keeps the hundred longest in order of time, and counts them all', () => {
    const gaps = noteGaps(0, 10)
    let atMs = 0
    for (let index = 0; index < 500; index++) {
      atMs += index === 7 ? 5_000 : 30 + (index % 2)
      gaps.at(atMs)
    }
    const { gaps: kept, gapCount, longestGapMs } = gaps.summary()
    assert.deepEqual([kept.length, gapCount, longestGapMs], [100, 500, 5_000])
    assert.deepEqual(kept[0] && kept.some(({ lastedMs }) => lastedMs === 5_000), true)
    assert.deepEqual(
      kept,
      kept.toSorted((one, other) => one.atMs - other.atMs),
    )
  })
})
