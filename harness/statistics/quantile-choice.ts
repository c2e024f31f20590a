import type { QuantileName } from '../model/facts-of-judging.ts'
import { areEnoughFor, REQUESTS_FOR } from '../model/told-quantile.ts'

const HIGHEST_FIRST = ['p99', 'p95', 'p90'] as const satisfies readonly QuantileName[]

/** Requests per phase from which any quantile is compared. */
export const FEWEST_FOR_QUANTILE: number = REQUESTS_FOR.p90

const TAILS: Readonly<Record<QuantileName, number>> = { p99: 0.01, p95: 0.05, p90: 0.1 }

/** The highest quantile that so many requests in each phase allow to compare; null: errors and exceedance only. */
export function comparedQuantile(requestsPerPhase: number): QuantileName | null {
  return HIGHEST_FIRST.find((quantile) => areEnoughFor(quantile, requestsPerPhase)) ?? null
}

/** The share of requests above a quantile; where none is compared, exceedance is still that of p90. */
export function tailOf(quantile: QuantileName | null): number {
  return TAILS[quantile ?? 'p90']
}
