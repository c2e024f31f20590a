import type { EndpointSummary } from '../model/evidence.ts'
import { areEnoughFor, type ToldQuantile } from '../model/told-quantile.ts'

/** A quantile in ms; null where there are fewer requests than it needs, by the rule that it is compared and drawn by. */
export function shownQuantile({ requests, latency }: EndpointSummary, quantile: ToldQuantile): number | null {
  return areEnoughFor(quantile, requests) ? latency[`${quantile}Ms`] : null
}

/** Milliseconds as a cell shows them: `8.1`, `41`, a dash for none. */
export function msInWords(ms: number | null): string {
  if (ms === null) return '-'
  return ms < 10 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms))
}
