import assert from 'node:assert/strict'
import { matchedLabels, smallestP, unmatchedLabels } from '../../harness/statistics/labels.ts'
import { stepDown } from '../../harness/statistics/step-down.ts'

describe('step-down maxT', () => {
  it('adjusts the highest row for all and the next for what is left, as done by hand', () => {
    const rows = [
      [3, 0, 1, 2, -1],
      [2, 2.5, 0, 3.5, 0],
    ].map((row) => Float64Array.from(row))
    assert.deepEqual(stepDown(rows), [
      // 3 is reached by the observed 3 and by 3.5; alone by itself only.
      { p: 1 / 5, adjustedP: 2 / 5 },
      { p: 3 / 5, adjustedP: 3 / 5 },
    ])
  })

  it('never gives a row a lower adjusted p than a higher one', () => {
    const rows = [
      [2, 5, 0, 0],
      [1.9, 0, 0, 0],
    ].map((row) => Float64Array.from(row))
    assert.deepEqual(
      stepDown(rows).map(({ adjustedP }) => adjustedP),
      [0.5, 0.5],
    )
  })
})

describe('labellings', () => {
  it('are all there are where they are few, the observed one first', () => {
    const labels = matchedLabels(4, 3, 1, { seed: 1, permutations: 999 })
    const rows = Array.from({ length: 81 }, (_, at) => labels.table.subarray(4 * at, 4 * at + 4).join(''))
    assert.deepEqual([labels.exact, rows[0], new Set(rows).size], [true, '1111', 81])
  })

  it('are drawn evenly where they are many', () => {
    const labels = matchedLabels(20, 3, 1, { seed: 1, permutations: 2_999 })
    const counts = [0, 0, 0]
    for (const phase of labels.table) counts[phase] = (counts[phase] ?? 0) + 1
    assert.deepEqual(
      [labels.exact, labels.labellings, labels.table.subarray(0, 20).join('')],
      [false, 3_000, '1'.repeat(20)],
    )
    for (const count of counts) assert.ok(Math.abs(count / 60_000 - 1 / 3) < 0.01, `${count}`)
  })

  it('without partners choose each block at most once, and know how few choices there are', () => {
    const labels = unmatchedLabels([3, 4, 5], 9, { seed: 1, permutations: 500 })
    for (let at = 0; at < labels.labellings; at++)
      assert.equal(new Set(labels.table.subarray(3 * at, 3 * at + 3)).size, 3)
    assert.equal(smallestP(labels, [3, 3, 3]), 1 / 84)
  })
})
