import type { EndpointSummary } from '../model/evidence.ts'
import { comparedQuantile } from '../statistics/quantile-choice.ts'

const HIGHEST_FIRST = ['p99', 'p95', 'p90'] as const
const FEWEST_FOR_MEDIAN = 20

export type ShownQuantile = (typeof HIGHEST_FIRST)[number] | 'p50'

/** A quantile in ms; null where there are fewer requests than it needs, by the rule that it is compared by. */
export function shownQuantile({ requests, latency }: EndpointSummary, quantile: ShownQuantile): number | null {
  const ms = latency[`${quantile}Ms`]
  if (quantile === 'p50') return requests < FEWEST_FOR_MEDIAN ? null : ms
  const highest = comparedQuantile(requests)
  return highest === null || HIGHEST_FIRST.indexOf(quantile) < HIGHEST_FIRST.indexOf(highest) ? null : ms
}

/** Milliseconds as a cell shows them: `8.1`, `41`, a dash for none. */
export function msInWords(ms: number | null): string {
  if (ms === null) return '-'
  return ms < 10 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms))
}
