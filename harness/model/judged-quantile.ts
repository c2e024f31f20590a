import type { EndpointSummary } from './evidence.ts'
import { REQUESTS_FOR } from './told-quantile.ts'

/** The highest quantile of an endpoint that its number of requests allows to judge. */
export interface JudgedQuantile {
  readonly name: 'p99' | 'p95' | 'p90' | 'p50'
  readonly ms: number
}

// The upper rungs are told, compared and judged from as many. The lower two are exceedance: where a tenth or a half of the requests is above a p99 limit, ten of them are beyond chance (1e-7).
const RUNGS = [
  ['p99', REQUESTS_FOR.p99, 'p99Ms'],
  ['p95', REQUESTS_FOR.p95, 'p95Ms'],
  ['p90', 100, 'p90Ms'],
  ['p50', 20, 'p50Ms'],
] as const

/** The name of the highest quantile that so many requests allow to judge; null where only errors can be. */
export function quantileJudgedWith(requests: number): JudgedQuantile['name'] | null {
  return RUNGS.find(([, least]) => requests >= least)?.[0] ?? null
}

/**
 * What may be held against a p99 limit. A lower quantile above it is above it all the more; below it, the tail is
 * unknown. null with fewer than 20 requests.
 */
export function judgedQuantile({ requests, latency }: EndpointSummary): JudgedQuantile | null {
  for (const [name, least, key] of RUNGS) {
    const ms = latency[key]
    if (requests >= least && ms !== null) return { name, ms }
  }
  return null
}
