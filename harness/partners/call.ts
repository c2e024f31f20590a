/** One call that reached a stand-in, as one JSON line of its calls file. */
export interface Call {
  /** Arrival, epoch milliseconds with a fraction. */
  readonly atMs: number
  /** The phase under way; `before` until the first one began. */
  readonly phase: string
  /** The route's operation; `GET (no route)` for a request that no route answers, whose path tells the rest. */
  readonly operation: string
  readonly method: string
  readonly path: string
  /** The Idempotency-Key header, else the path. */
  readonly key: string
  readonly attempt: number
  readonly status: number
  /** The answer came from a fault window. */
  readonly fault: boolean
}

/** Calls further apart than this are no retries of one another. */
export const RETRY_HORIZON_MS = 60_000
