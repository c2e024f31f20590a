import assert from 'node:assert/strict'
import { dueAfterMs, dueBetween } from '../../harness/traffic/inside/arrivals.ts'
import { arrivalsOf } from '../../harness/traffic/schedule.ts'

const blocks = { blockMs: 2000, seed: 7 }

describe('the schedule of arrivals', () => {
  it('has as many arrivals in a block as the rate asks for, in order', () => {
    const { periodMs, offsetsMs } = arrivalsOf('home', 15, blocks)
    assert.equal(periodMs, 2000)
    assert.equal(offsetsMs.length, 30)
    assert.deepEqual(
      [...Array.from(offsetsMs)].sort((a, b) => a - b),
      offsetsMs,
    )
    assert.ok(Array.from(offsetsMs).every((offset) => offset >= 0 && offset < 2000))
  })

  it('is the same for the same seed, another for another seed or name', () => {
    assert.deepEqual(arrivalsOf('home', 15, blocks), arrivalsOf('home', 15, blocks))
    assert.notDeepEqual(arrivalsOf('home', 15, blocks), arrivalsOf('home', 15, { ...blocks, seed: 8 }))
    assert.notDeepEqual(arrivalsOf('home', 15, blocks).offsetsMs, arrivalsOf('pay', 15, blocks).offsetsMs)
  })

  it('keeps a slow rate over several blocks instead of rounding it away', () => {
    for (const rate of [0.75, 0.9, 1.3, 0.05, 0.01, 4.9]) {
      const { periodMs, offsetsMs } = arrivalsOf('rare', rate, blocks)
      assert.ok(offsetsMs.length >= 1)
      assert.equal(periodMs % 2000, 0)
      assert.ok(Math.abs((offsetsMs.length / periodMs) * 1000 - rate) / rate < 0.07, `rate ${rate}`)
    }
  })

  it('repeats its period for ever', () => {
    const arrivals = { periodMs: 100, offsetsMs: [10, 60] }
    assert.deepEqual(
      [0, 1, 2, 3, 20].map((index) => dueAfterMs(arrivals, index)),
      [10, 60, 110, 160, 1010],
    )
  })

  it('counts the arrivals of a span, the begin included and the end not', () => {
    const arrivals = { periodMs: 100, offsetsMs: [10, 60] }
    assert.equal(dueBetween(arrivals, 0, 100), 2)
    assert.equal(dueBetween(arrivals, 10, 60), 1)
    assert.equal(dueBetween(arrivals, 60, 310), 5)
    assert.equal(dueBetween(arrivals, -500, 11), 1)
  })
})
