import assert from 'node:assert/strict'
import { Stalls } from '../../harness/traffic/stalls.ts'

describe('Stalls', () => {
  it('folds requests whose spans overlap into one window, in whatever order they end', () => {
    const stalls = new Stalls()
    stalls.add({ fromMs: 100, toMs: 300, stalled: 1, failed: 0, longestMs: 200 })
    stalls.add({ fromMs: 500, toMs: 900, stalled: 1, failed: 1, longestMs: 400 })
    stalls.add({ fromMs: 250, toMs: 600, stalled: 1, failed: 0, longestMs: 350 })
    stalls.add({ fromMs: 1000, toMs: 1001, stalled: 0, failed: 1, longestMs: 1 })
    assert.deepEqual(stalls.windows, [
      { fromMs: 100, toMs: 900, stalled: 3, failed: 1, longestMs: 400 },
      { fromMs: 1000, toMs: 1001, stalled: 0, failed: 1, longestMs: 1 },
    ])
  })

  it('stays bounded, and loses no request', () => {
    const stalls = new Stalls()
    for (let index = 0; index < 5000; index++) {
      stalls.add({ fromMs: index * 10, toMs: index * 10 + 1, stalled: 0, failed: 1, longestMs: 1 })
    }
    assert.ok(stalls.windows.length <= 100)
    assert.equal(
      stalls.windows.reduce((sum, { failed }) => sum + failed, 0),
      5000,
    )
  })
})
