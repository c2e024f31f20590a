/** Quantiles that tables tell and curves draw. */
export type ToldQuantile = 'p50' | 'p90' | 'p95' | 'p99'

/**
 * From how many requests a quantile is told. Some fifty lie above an upper one: with fewer, a handful would decide. A
 * median has as many on either side.
 */
export const REQUESTS_FOR: Readonly<Record<ToldQuantile, number>> = { p50: 20, p90: 500, p95: 1_000, p99: 5_000 }

/** Whether so many requests are enough for a quantile: to compare by it, to tell it in a table, or to draw it. */
export function areEnoughFor(quantile: ToldQuantile, requests: number): boolean {
  return requests >= REQUESTS_FOR[quantile]
}

/** `20 for p50, 1,000 for p95, 5,000 for p99`. */
export function requestsNeeded(quantiles: readonly ToldQuantile[]): string {
  return quantiles.map((quantile) => `${REQUESTS_FOR[quantile].toLocaleString('en-US')} for ${quantile}`).join(', ')
}
