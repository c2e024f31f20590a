import type { HistogramData } from './histogram.ts'

/** What tells that two calls are attempts at one: the client's own key, its trace, or that they are the same. */
export type KeyedBy = 'Idempotency-Key' | 'traceparent' | 'method, path and body'

/** An endpoint of the system beside the calls of one operation. */
export interface Caller {
  readonly endpoint: string
  /** Logical calls that a request of this endpoint encloses tightly, and no endpoint before it in the list does. */
  readonly calls: number
  /** How many it would enclose by chance: the mean over the same calls at other times. */
  readonly byChance: number
}

/**
 * How an operation of a stand-in was retried in one phase: its logical calls whose first attempt failed.
 *
 * Left out are those that ended in failure so close to the end of the phase that a further attempt may not have been
 * seen any more.
 */
export interface RetriesSeen {
  /** Logical calls that began in the phase, and how many of them were made again though no answer had failed by then. */
  readonly began: number
  readonly repeated: number
  /** How late the stand-in's own answers were, 90th percentile: what the machine adds. null where it answered none. */
  readonly lateP90Ms: number | null
  readonly failedFirst: number
  /** Of those, how many took 1, 2, 3, … attempts. */
  readonly attempts: readonly number[]
  /** Of those, how many ended in failure. */
  readonly givenUp: number
  /**
   * Calls that ended in failure and were left out of these counts, for they began too near the end of the phase. Left out
   * itself where there were none, and in journals of before 0.1.
   */
  readonly cutOff?: number
  /** Delays before attempt 2, 3, …: from the failed answer to the next arrival, so without the time that the answer took. */
  readonly delays: readonly HistogramData[]
  /** Failed answers with a Retry-After that were followed by an attempt, and how many of those waited for as long. */
  readonly retryAfter: { readonly asked: number; readonly honoured: number }
  readonly keyedBy: Readonly<Partial<Record<KeyedBy, number>>>
  /** Logical calls with further attempts that lasted long enough to be told from others by time, and who enclosed them. */
  readonly timed: number
  readonly callers: readonly Caller[]
}
