import type { KeyedBy } from '../model/retries-seen.ts'

/** One call that reached a stand-in, as one JSON line of its calls file, written when it was answered. */
export interface Call {
  /** Arrival, epoch milliseconds with a fraction. */
  readonly atMs: number
  /** From the arrival to the answer; left out where the stand-in ended first. */
  readonly tookMs?: number
  /** How much of that was not meant, but the machine's: what it adds to an answer it adds to a client's delay as well. */
  readonly lateMs?: number
  /** The phase under way; `before` until the first one began. */
  readonly phase: string
  /** The route's operation; `GET (no route)` for a request that no route answers, whose path tells the rest. */
  readonly operation: string
  readonly method: string
  readonly path: string
  /** What says which attempts belong together (logical-key.ts); never a payload. */
  readonly key: string
  readonly by: KeyedBy
  /** The logical call that this is an attempt at: numbered by the stand-in, the same for all of its attempts. */
  readonly logical: number
  readonly attempt: number
  readonly status: number
  /** The answer came from a fault window. */
  readonly fault: boolean
  /** What the answer asked the client to wait; left out where it did not. */
  readonly retryAfterMs?: number
}

/** Calls further apart than this are no retries of one another. */
export const RETRY_HORIZON_MS = 60_000

/** Answers after which a client may try again. */
export function isFailure(status: number): boolean {
  return status >= 500 || status === 429
}
