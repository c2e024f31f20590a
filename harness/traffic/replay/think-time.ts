import { randomExponential, randomLogNormal } from 'd3-random'
import type { ThinkTimes } from '../../model/traffic-model.ts'

/** The standard normal's quantile of 0.9. */
const Z90 = 1.2815515655446004

/** Draws think times, in ms: lognormal through the median and p90 that were learned, else exponential with their mean. */
export function thinkTimeOf({ mean, p50, p90 }: ThinkTimes, longestMs: number, random: () => number): () => number {
  const law =
    p50 > 0 && p90 > p50
      ? randomLogNormal.source(random)(Math.log(p50), Math.log(p90 / p50) / Z90)
      : mean > 0
        ? randomExponential.source(random)(1 / mean)
        : () => 0
  return () => Math.round(Math.min(longestMs, law()))
}
