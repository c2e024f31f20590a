import assert from 'node:assert/strict'
import { Stalls } from '../../harness/traffic/stalls.ts'

describe('Stalls', () => {
  it('folds requests whose spans overlap into one window, in whatever order they end', () => {
    const stalls = new Stalls()
    stalls.add({ fromMs: 100, toMs: 300, stalled: 1, failed: 0, longestMs: 200 })
    stalls.add({ fromMs: 500, toMs: 900, stalled: 1, failed: 1, longestMs: 400 })
    stalls.add({ fromMs: 250, toMs: 600, stalled: 1, failed: 0, longestMs: 350 })
    stalls.add({ fromMs: 1000, toMs: 1001, stalled: 0, failed: 1, longestMs: 1 })
    const windows = stalls.windows.map(({ parts, ...window }) => window)
    assert.deepEqual(windows, [
      { fromMs: 100, toMs: 900, stalled: 3, failed: 1, longestMs: 400 },
      { fromMs: 1000, toMs: 1001, stalled: 0, failed: 1, longestMs: 1 },
    ])
  })

  it('keeps of each window which requests were due when', () => {
    const stalls = new Stalls()
    stalls.add({ fromMs: 2_600, toMs: 4_000, stalled: 1, failed: 0, longestMs: 1_400 })
    stalls.add({ fromMs: 1_100, toMs: 3_000, stalled: 1, failed: 1, longestMs: 1_900 })
    stalls.add({ fromMs: 1_300, toMs: 2_700, stalled: 1, failed: 0, longestMs: 1_400 })
    const parts = [
      { fromMs: 1_100, toMs: 3_000, stalled: 2, failed: 1, longestMs: 1_900 },
      { fromMs: 2_600, toMs: 4_000, stalled: 1, failed: 0, longestMs: 1_400 },
    ]
    const window = { fromMs: 1_100, toMs: 4_000, stalled: 3, failed: 1, longestMs: 1_900 }
    assert.deepEqual(stalls.windows, [{ ...window, parts }])
    const whole = new Stalls()
    for (const one of stalls.windows) whole.add(one)
    assert.deepEqual(whole.windows, stalls.windows)
  })

  it('keeps a long window of many requests bounded, and loses none', () => {
    const stalls = new Stalls()
    for (let at = 0; at < 300_000; at += 100)
      stalls.add({ fromMs: at, toMs: at + 5_000, stalled: 1, failed: 0, longestMs: 5_000 })
    const [window, ...others] = stalls.windows
    assert.equal(others.length, 0)
    assert.ok((window?.parts.length ?? 0) > 60 && (window?.parts.length ?? 0) <= 120)
    assert.equal(
      window?.parts.reduce((sum, { stalled }) => sum + stalled, 0),
      3_000,
    )
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
