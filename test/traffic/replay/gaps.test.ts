import assert from 'node:assert/strict'
import { randomNumbers } from '../../../harness/traffic/random-numbers.ts'
import { arrivalDistance, gapsOfLaw, scheduledGaps } from '../../../harness/traffic/replay/gaps.ts'
import { learnedArrivals } from '../../../harness/traffic/replay/learned-arrivals.ts'
import { replayedEndpoint } from './models.ts'

const arrivals = learnedArrivals('home', { perSecond: 50, dispersion: 1 }, { blockMs: 5000, seed: 7 })
const due = Array.from(arrivals.offsetsMs)

describe('the distance between gaps', () => {
  it('is nothing where every request is sent when it is due', () => {
    assert.equal(arrivalDistance(due, scheduledGaps(arrivals, 0, 5000)), 0)
    assert.equal(arrivalDistance(due.map((ms) => ms + 5000).toReversed(), scheduledGaps(arrivals, 5000, 10_000)), 0)
  })

  it('is great where a clock sends what chance did', () => {
    const even = due.map((_, index) => index * 20)
    assert.ok((arrivalDistance(even, scheduledGaps(arrivals, 0, 5000)) ?? 0) > 0.5)
  })

  it('is above what the bar allows where requests go out in bunches of 2 ms, and far below it where each is late by itself', () => {
    const often = learnedArrivals('products', { perSecond: 180, dispersion: 1 }, { blockMs: 5000, seed: 7 })
    const dueMs = Array.from(often.offsetsMs)
    const random = randomNumbers(7, 'how late each is')
    const expected = scheduledGaps(often, 0, 5000)
    const bunched = arrivalDistance(
      dueMs.map((ms) => Math.ceil(ms / 2) * 2),
      expected,
    )
    const late = arrivalDistance(
      dueMs.map((ms) => ms + random()),
      expected,
    )
    assert.ok((bunched ?? 0) > 0.05, `${bunched}`)
    assert.ok((late ?? 1) < 0.025, `${late}`)
  })

  it('is small between a schedule and the law that it was drawn from', () => {
    const law = gapsOfLaw(replayedEndpoint('GET /home', 50), 7)
    assert.ok((arrivalDistance(due, law) ?? 1) < 0.12)
    assert.ok((arrivalDistance(due, gapsOfLaw(replayedEndpoint('GET /home', 25), 7)) ?? 0) > 0.15)
  })

  it('is not known from a handful of gaps', () => {
    assert.equal(arrivalDistance(due.slice(0, 30), scheduledGaps(arrivals, 0, 5000)), null)
  })
})
