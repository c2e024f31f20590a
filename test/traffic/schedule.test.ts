import assert from 'node:assert/strict'
import { type Arrivals, dueAfterMs, dueBetween } from '../../harness/traffic/inside/arrivals.ts'
import { arrivalsOf } from '../../harness/traffic/schedule.ts'

const blocks = { blockMs: 2000, seed: 7 }

function perBlock(arrivals: Arrivals, length: number): readonly number[] {
  const { blockMs } = blocks
  return Array.from({ length }, (_, block) => dueBetween(arrivals, block * blockMs, (block + 1) * blockMs))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

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

  it('never prefers odd blocks to even ones, nor every other pair of blocks, wherever an act begins', () => {
    for (const rate of [0.25, 0.125, 0.75, 0.375, 0.0625, 1.25, 2.75, 0.05, 0.5 / 3]) {
      const counts = perBlock(arrivalsOf('report', rate, blocks), 24)
      for (const begin of [0, 1, 2, 3, 5]) {
        for (const length of [1, 2]) {
          const [odd, even] = [1, 0].map((half) =>
            sum(counts.slice(begin, begin + 16).filter((_, at) => Math.floor(at / length) % 2 === half)),
          )
          assert.ok(Math.abs((odd ?? 0) - (even ?? 0)) <= 3, `rate ${rate} from ${begin}: ${counts.join(' ')}`)
        }
      }
    }
  })

  it('asks one block as often as any other, give or take one', () => {
    for (const rate of [0.25, 0.75, 1.25, 2.75, 4.9]) {
      const counts = perBlock(arrivalsOf('report', rate, blocks), 24)
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `rate ${rate}: ${counts.join(' ')}`)
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
