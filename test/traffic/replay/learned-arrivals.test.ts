import assert from 'node:assert/strict'
import { learnedArrivals } from '../../../harness/traffic/replay/learned-arrivals.ts'

const BLOCKS = { blockMs: 30_000, seed: 7 }

/** Variance of counts per second over their mean. */
function dispersionOf(offsetsMs: ArrayLike<number>, periodMs: number): number {
  const counts = new Array<number>(Math.round(periodMs / 1000)).fill(0)
  for (const offsetMs of Array.from(offsetsMs)) {
    const second = Math.floor(offsetMs / 1000)
    counts[second] = (counts[second] ?? 0) + 1
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length / mean
}

describe('arrivals as a model has them', () => {
  it('keeps every rate within a thousandth where so many blocks can say it', () => {
    for (const perSecond of [0.0731, 0.35, 1.37, 10.04, 123.456]) {
      const { periodMs, offsetsMs } = learnedArrivals('home', { perSecond, dispersion: 1 }, BLOCKS)
      assert.ok(Math.abs((1000 * offsetsMs.length) / periodMs / perSecond - 1) <= 0.005, `rate ${perSecond}`)
    }
  })

  it('takes no memory for a rate that is next to nothing', () => {
    const { periodMs, offsetsMs } = learnedArrivals('rare', { perSecond: 1e-12, dispersion: 1 }, BLOCKS)
    assert.equal(offsetsMs.length, 1)
    assert.equal(periodMs, 100_000 * 30_000)
  })

  it('waits as many blocks for one arrival as the rarest endpoints do', () => {
    const { periodMs, offsetsMs } = learnedArrivals('rare', { perSecond: 0.0001, dispersion: 1 }, BLOCKS)
    assert.equal(offsetsMs.length, 1)
    assert.equal(periodMs, 333 * 30_000)
  })

  it('gives each block as many arrivals as every other, give or take one, in order', () => {
    const { offsetsMs } = learnedArrivals('home', { perSecond: 0.35, dispersion: 4 }, BLOCKS)
    const all = Array.from(offsetsMs)
    const counts = Map.groupBy(all, (offsetMs) => Math.floor(offsetMs / 30_000))
    assert.deepEqual(new Set([...counts.values()].map(({ length }) => length)), new Set([10, 11]))
    assert.deepEqual(
      all.toSorted((a, b) => a - b),
      all,
    )
  })

  it('never prefers odd blocks to even ones where an endpoint is asked less than once in a block', () => {
    for (const perSecond of [1 / 60, 1 / 120, 0.05, 0.0169]) {
      const { offsetsMs, periodMs } = learnedArrivals('report', { perSecond, dispersion: 1 }, BLOCKS)
      const sides = [0, 0]
      for (let fromMs = 0; fromMs < 24 * 30_000; fromMs += periodMs)
        for (const offsetMs of Array.from(offsetsMs)) {
          const block = Math.floor((fromMs + offsetMs) / 30_000)
          if (block < 24) sides[block % 2] = (sides[block % 2] ?? 0) + 1
        }
      const [even = 0, odd = 0] = sides
      assert.ok(even + odd > 0 && Math.abs(even - odd) <= 2, `rate ${perSecond}: ${even} even, ${odd} odd`)
    }
  })

  it('has the dispersion of the model: even, Poisson or in bursts', () => {
    const seen = [0.1, 1, 6].map((dispersion) => {
      const { offsetsMs, periodMs } = learnedArrivals('home', { perSecond: 60.01, dispersion }, BLOCKS)
      return dispersionOf(offsetsMs, periodMs)
    })
    const [even = 1, poisson = 0, bursty = 0] = seen
    assert.ok(even < 0.25, `even ${even}`)
    assert.ok(poisson > 0.75 && poisson < 1.25, `poisson ${poisson}`)
    assert.ok(bursty > 4 && bursty < 8, `bursty ${bursty}`)
  })

  it('is the same for the same seed and name, and another for others', () => {
    const law = { perSecond: 15, dispersion: 2 }
    assert.deepEqual(learnedArrivals('home', law, BLOCKS), learnedArrivals('home', law, BLOCKS))
    assert.notDeepEqual(learnedArrivals('home', law, BLOCKS), learnedArrivals('pay', law, BLOCKS))
    assert.notDeepEqual(learnedArrivals('home', law, BLOCKS), learnedArrivals('home', law, { ...BLOCKS, seed: 8 }))
  })
})
