import { normalDensity, normalQuantile } from './distributions.ts'

/** What a comparison that is still to be made would look like. Latency is taken for lognormal. */
export interface Expected {
  /** Standard deviation of the logarithm of a latency: 0.8 is usual for a service with a database. */
  readonly sigma: number
  /** Share of requests above the quantile: 0.01 for p99. */
  readonly tail: number
  /** Pairs of endpoint and metric that are tested at once. */
  readonly pairs: number
  readonly alpha: number
}

/**
 * What blocks add to the noise of independent requests. Fitted to the design's figures for 10
 * endpoints at sigma 0.8, which are +45 % with 3,000 requests in each phase, +23 % with 10,000, +12 % with 30,000: the
 * form gives 45, 23 and 13. It is not measured by simulation.
 */
const BLOCK_NOISE = 1.14

/** How often what is there shall be found. */
const POWER = 0.8

/**
 * The smallest rise of a quantile that so many requests in each phase show, as a share: 0.23 is +23 %. The textbook's
 * standard error of a quantile, twice, for before and after, and the bound of Bonferroni, which is a little too careful.
 */
export function visibleRise(requests: number, expected: Expected): number {
  return Math.expm1(spread(expected) / Math.sqrt(requests))
}

/** Requests in each phase from which a rise is shown. */
export function requestsToShow(rise: number, expected: Expected): number {
  return Math.ceil((spread(expected) / Math.log1p(rise)) ** 2)
}

function spread({ sigma, tail, pairs, alpha }: Expected): number {
  const certain = normalQuantile(1 - alpha / pairs) + normalQuantile(POWER)
  const error = (sigma * Math.sqrt(tail * (1 - tail))) / normalDensity(normalQuantile(1 - tail))
  return BLOCK_NOISE * certain * Math.SQRT2 * error
}
