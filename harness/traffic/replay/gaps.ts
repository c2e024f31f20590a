import { randomGamma } from 'd3-random'
import type { ReplayedEndpoint } from '../../model/replay.ts'
import { kolmogorovSmirnov } from '../../statistics/kolmogorov-smirnov.ts'
import { type Arrivals, dueAfterMs } from '../inside/arrivals.ts'
import { randomNumbers } from '../random-numbers.ts'

/** Fewer gaps say nothing of a law. */
const FEWEST = 30
const DRAWN_FROM_LAW = 5000

/** Gaps between times, in ms. */
function gapsOf(times: readonly number[]): readonly number[] {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0))
}

/**
 * How far the gaps between requests are from those of the model, in whole milliseconds, as no access log tells more of
 * its own; null where there are too few to tell.
 */
export function arrivalDistance(sentMs: readonly number[], expectedGaps: readonly number[]): number | null {
  const gaps = gapsOf(sentMs)
  return gaps.length < FEWEST || expectedGaps.length < FEWEST
    ? null
    : kolmogorovSmirnov(gaps.map(Math.round), expectedGaps.map(Math.round))
}

/** The gaps of a schedule between two times, both counted from the epoch. */
export function scheduledGaps(arrivals: Arrivals, fromMs: number, toMs: number): readonly number[] {
  const first = Math.floor(fromMs / arrivals.periodMs) * arrivals.offsetsMs.length + (arrivals.underWay ?? 0)
  const due: number[] = []
  for (let index = first; dueAfterMs(arrivals, index) < toMs; index++) due.push(dueAfterMs(arrivals, index))
  return gapsOf(due.filter((dueMs) => dueMs >= fromMs))
}

/** Gaps as an endpoint's rate and dispersion in production make them, drawn from the law that schedules are drawn from. */
export function gapsOfLaw({ name, perSecond, dispersion }: ReplayedEndpoint, seed: number): readonly number[] {
  const spread = Math.max(0.02, dispersion)
  const gap = randomGamma.source(randomNumbers(seed, `gaps of ${name}`))(1 / spread, (1000 / perSecond) * spread)
  return Array.from({ length: DRAWN_FROM_LAW }, () => gap())
}
