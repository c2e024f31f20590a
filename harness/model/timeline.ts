import type { ToldQuantile } from './told-quantile.ts'

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
   * it needs (`areEnoughFor`), and each of these has it; null where the act has too few.
   */
  readonly p50Ms: readonly (number | null)[]
  readonly p95Ms: readonly (number | null)[]
  readonly p99Ms: readonly (number | null)[]
}

export const DRAWN_QUANTILES = ['p50', 'p95', 'p99'] as const satisfies readonly ToldQuantile[]
export type DrawnQuantile = (typeof DRAWN_QUANTILES)[number]
