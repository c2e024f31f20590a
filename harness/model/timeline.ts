/**
 * What clients sent and felt over the whole run, on one axis: from warm-up to restored, transitions included. Stretches
 * are consecutive and equally long: a second, or twice that as often as it takes to keep the whole small. Each list has
 * one value per stretch.
 */
export interface Timeline {
  /** Epoch ms. */
  readonly stretches: readonly { readonly fromMs: number; readonly toMs: number }[]
  readonly endpoints: readonly EndpointTimeline[]
  /** The requests of all endpoints as one. */
  readonly all: EndpointTimeline
  /** Arrivals that were due and never sent: each is a request that failed, of an endpoint nobody knows. */
  readonly dropped: readonly number[]
}

export interface EndpointTimeline {
  readonly endpoint: string
  /** By when they were due. */
  readonly requests: readonly number[]
  readonly failed: readonly number[]
  /** The longest request of the stretch, whole; null where there was none. */
  readonly longestMs: readonly (number | null)[]
  /**
   * From the intended start. A quantile is one of as many neighbouring stretches of the same act as have the requests that
   * it needs (`REQUESTS_TO_DRAW`), at most a minute of them, and each of these has it; null where they are too few.
   */
  readonly p50Ms: readonly (number | null)[]
  readonly p95Ms: readonly (number | null)[]
  readonly p99Ms: readonly (number | null)[]
}

export const DRAWN_QUANTILES = ['p50Ms', 'p95Ms', 'p99Ms'] as const
export type DrawnQuantile = (typeof DRAWN_QUANTILES)[number]

/**
 * From how many requests a quantile is drawn or told: ten of them lie above it, so that one more or less hardly moves
 * it. Less than it takes to judge by one, which asks for some fifty.
 */
export const REQUESTS_TO_DRAW: Readonly<Record<DrawnQuantile, number>> = { p50Ms: 20, p95Ms: 200, p99Ms: 1_000 }
