import assert from 'node:assert/strict'
import { lowestThatFails } from '../../harness/stairway/bisect.ts'

describe('the search for the lowest that fails', () => {
  it('finds each one, asking about as often as the logarithm of their number', async () => {
    const candidates = Array.from({ length: 100 }, (_, at) => at)
    for (const guilty of [0, 1, 42, 98, 99]) {
      let asked = 0
      const found = await lowestThatFails(candidates, async (one) => {
        asked++
        return one >= guilty
      })
      assert.equal(found, guilty)
      assert.ok(asked <= 9, `asked ${asked} times`)
    }
  })

  it('finds nobody where it does not fail from the highest either, and among nobody', async () => {
    assert.equal(await lowestThatFails([1, 2, 3], async () => false), null)
    assert.equal(await lowestThatFails([], async () => true), null)
  })
})
