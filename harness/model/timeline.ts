/**
 * What clients sent and felt over the whole run, on one axis: from warm-up to restored, transitions included. Stretches
 * are consecutive and need not be equally long. Each list of an endpoint has one value per stretch.
 */
export interface Timeline {
  /** Epoch ms. */
  readonly stretches: readonly { readonly fromMs: number; readonly toMs: number }[]
  readonly endpoints: readonly EndpointTimeline[]
}

export interface EndpointTimeline {
  readonly endpoint: string
  /** By when they were due. */
  readonly requests: readonly number[]
  readonly failed: readonly number[]
  /** From the intended start; null where the stretch has fewer requests than the quantile needs. */
  readonly p50Ms: readonly (number | null)[]
  readonly p95Ms: readonly (number | null)[]
  readonly p99Ms: readonly (number | null)[]
}
