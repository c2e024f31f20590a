import assert from 'node:assert/strict'
import { changePoints } from '../../harness/statistics/change-points.ts'

/** Thirty nights about a level, never twice the same. */
const nights = (level: number, count: number) =>
  Array.from({ length: count }, (_, at) => level + ((at * 0.618_034) % 1) - 0.5)

describe('change points of a series', () => {
  it('are none where nothing changed', () => {
    assert.deepEqual(changePoints(nights(40, 30), { seed: 1 }), [])
  })

  it('are where a level moved, with the level before and after', () => {
    const [change, ...others] = changePoints([...nights(40, 18), ...nights(46, 12)], { seed: 1 })
    assert.deepEqual([change?.at, change?.p, others], [18, 0.002, []])
    assert.ok(Math.abs((change?.before ?? 0) - 40) < 0.1 && Math.abs((change?.after ?? 0) - 46) < 0.1)
  })

  it('are both ends of a bad fortnight', () => {
    const series = [...nights(40, 15), ...nights(50, 14), ...nights(40, 15)]
    assert.deepEqual(
      changePoints(series, { seed: 1 }).map(({ at }) => at),
      [15, 29],
    )
  })

  it('are none in a series too short to be split', () => {
    assert.deepEqual(changePoints([1, 1, 1, 9, 9, 9, 9], { seed: 1 }), [])
  })

  it('are the same for the same seed', () => {
    const series = [...nights(40, 8), ...nights(41, 8)]
    assert.deepEqual(changePoints(series, { seed: 5 }), changePoints(series, { seed: 5 }))
  })
})
