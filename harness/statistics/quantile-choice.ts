import type { QuantileName } from '../model/facts-of-judging.ts'

// Some fifty requests of a phase lie above the quantile; with fewer, a handful would decide.
const RUNGS = [
  ['p99', 5_000],
  ['p95', 1_000],
  ['p90', 500],
] as const

/** Requests per phase from which any quantile is compared. */
export const FEWEST_FOR_QUANTILE: number = RUNGS[2][1]

const TAILS: Readonly<Record<QuantileName, number>> = { p99: 0.01, p95: 0.05, p90: 0.1 }

/** The highest quantile that so many requests in each phase allow to compare; null: errors and exceedance only. */
export function comparedQuantile(requestsPerPhase: number): QuantileName | null {
  return RUNGS.find(([, least]) => requestsPerPhase >= least)?.[0] ?? null
}

/** The share of requests above a quantile; where none is compared, exceedance is still that of p90. */
export function tailOf(quantile: QuantileName | null): number {
  return TAILS[quantile ?? 'p90']
}
