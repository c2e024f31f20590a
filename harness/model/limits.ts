import type { Slo } from './slo.ts'

/** Absolute limits of an endpoint; null where the spec sets none. */
export interface EndpointLimits {
  /** The name k6 gives it: `POST /orders`, or a user's `name` tag. `*` holds for every endpoint without its own. */
  readonly endpoint: string
  readonly p99Ms: number | null
  /** Share of failed requests, 0 to 1, in a steady phase. */
  readonly errorRate: number | null
  /** GO needs proof that it is as before, within its margin. Absent is no. */
  readonly gate?: boolean
  /** How much slower still counts as equivalent, as a share; absent leaves it to the quantile that is judged. */
  readonly margin?: number
  /** Smallest rise that is worth a blocker, as a share and as a time. */
  readonly effectShare?: number
  readonly effectMs?: number
  /** Its own service level objective, 0 to 1. */
  readonly objective?: number
}

/** How many times faster than the objective allows the budget may be spent in a window. */
export interface BurnRate {
  readonly overMs: number
  readonly times: number
}

export interface Limits {
  readonly endpoints: readonly EndpointLimits[]
  /** Longest that one transaction of the upgrade or rollback may hold ACCESS EXCLUSIVE on a relation in use. */
  readonly accessExclusiveMs: number
  /** A request slower than this in a transition counts as stalled. */
  readonly stallMs: number
  /** Stalled requests allowed behind one lock queue. */
  readonly stalledRequests: number
  /** Service level objective: share of requests that must succeed over 30 days, e.g. 0.999. */
  readonly objective: number
  /** Share of the 30-day error budget that a transition may spend, scaled to production's rate, 0 to 1. */
  readonly errorBudgetShare: number
  /** Requests per second in production; null takes the rehearsal's own rate. */
  readonly productionRate: number | null
  /** p99 of the lag of a steady phase, above which the generator did not keep up: `max(this, 10 % of the endpoint's p99)`. */
  readonly generatorLagMs: number
  /** Share of dropped iterations of a steady phase, 0 to 1. */
  readonly droppedShare: number
  /** Absent where the spec declares none. */
  readonly burnRates?: readonly BurnRate[]
  /** Absent where the spec names no slo.yaml. */
  readonly slo?: Slo
}
