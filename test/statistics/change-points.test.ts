import assert from 'node:assert/strict'
import { changePoints } from '../../harness/statistics/change-points.ts'
import { bestSplit } from '../../harness/statistics/divergence.ts'

/** Thirty nights about a level, never twice the same. */
const nights = (level: number, count: number) =>
  Array.from({ length: count }, (_, at) => level + ((at * 0.618_034) % 1) - 0.5)

/** Matteson and James, by their formula: slow, and therefore plain. */
function splitByDefinition(series: readonly number[], shortest: number) {
  const mean = (some: readonly number[], others: readonly number[], pairs: number) =>
    some.flatMap((one) => others.map((other) => Math.abs(one - other))).reduce((sum, each) => sum + each, 0) / pairs
  let best = { at: 0, divergence: Number.NEGATIVE_INFINITY }
  for (let at = shortest; at + shortest <= series.length; at++)
    for (let end = at + shortest; end <= series.length; end++) {
      const [before, next] = [series.slice(0, at), series.slice(at, end)]
      const [m, n] = [before.length, next.length]
      const energy = 2 * mean(before, next, m * n) - mean(before, before, m * (m - 1)) - mean(next, next, n * (n - 1))
      const divergence = (energy * m * n) / (m + n)
      if (divergence > best.divergence) best = { at, divergence }
    }
  return best
}

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

  it('are found in a thousand nights within seconds', () => {
    const found = changePoints(nights(40, 1_000), { seed: 1 })
    assert.deepEqual(found, [])
  })

  it('split where the energy distance is largest, whatever comes after', () => {
    const series = [...nights(40, 9), ...nights(40.4, 7), ...nights(39.9, 11)]
    const [expected, found] = [splitByDefinition(series, 4), bestSplit(series, 4)]
    assert.equal(found?.at, expected.at)
    assert.ok(Math.abs((found?.divergence ?? 0) - expected.divergence) < 1e-9)
  })

  it('are none in a series too short to be split', () => {
    assert.deepEqual(changePoints([1, 1, 1, 9, 9, 9, 9], { seed: 1 }), [])
  })

  it('are the same for the same seed', () => {
    const series = [...nights(40, 8), ...nights(41, 8)]
    assert.deepEqual(changePoints(series, { seed: 5 }), changePoints(series, { seed: 5 }))
  })
})
