import { isFailure, RETRY_HORIZON_MS } from './call.ts'

interface Earlier {
  readonly logical: number
  readonly attempt: number
  readonly atMs: number
  failed: boolean
}

/** What is asked of each call: its key, whether the client named it itself, and when it came. */
export interface Attempt {
  readonly operation: string
  readonly key: string
  readonly keyed: boolean
  readonly atMs: number
}

export interface Numbered {
  /** The logical call, numbered from 1. */
  readonly logical: number
  readonly attempt: number
  /** To be told once the answer has gone out: only then can a client have taken it for a failure. */
  answered(status: number): void
}

/**
 * Numbers the attempts at one logical call.
 *
 * A client that sends an Idempotency-Key says itself what belongs together. Without one, two calls to a path are
 * often two calls, so a call counts as a further attempt only after one that failed.
 */
export class Attempts {
  readonly #seen = new Map<string, Earlier>()
  #logical = 0

  arrive(call: Attempt): Numbered {
    this.#forget(call.atMs)
    const id = `${call.operation}\n${call.key}`
    const earlier = this.#seen.get(id)
    const before = earlier !== undefined && (call.keyed || earlier.failed) ? earlier : null
    const logical = before === null ? ++this.#logical : before.logical
    const entry: Earlier = { logical, attempt: (before?.attempt ?? 0) + 1, atMs: call.atMs, failed: false }
    // Deleted first, so that insertion order is order of arrival and the oldest is always at the front.
    this.#seen.delete(id)
    this.#seen.set(id, entry)
    return {
      logical,
      attempt: entry.attempt,
      answered(status) {
        entry.failed = isFailure(status)
      },
    }
  }

  #forget(nowMs: number): void {
    for (const [id, { atMs }] of this.#seen) {
      if (nowMs - atMs <= RETRY_HORIZON_MS) return
      this.#seen.delete(id)
    }
  }
}
