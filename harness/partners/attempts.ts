import { RETRY_HORIZON_MS } from './call.ts'

interface Earlier {
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

/**
 * Numbers the attempts at one logical call.
 *
 * A client that sends an Idempotency-Key says itself what belongs together. Without one, two calls to a path are
 * often two calls, so a call counts as a further attempt only after one that failed.
 */
export class Attempts {
  readonly #seen = new Map<string, Earlier>()

  arrive(call: Attempt): { readonly attempt: number; answered(status: number): void } {
    this.#forget(call.atMs)
    const id = `${call.operation}\n${call.key}`
    const earlier = this.#seen.get(id)
    const again = earlier !== undefined && (call.keyed || earlier.failed)
    const entry: Earlier = { attempt: again ? earlier.attempt + 1 : 1, atMs: call.atMs, failed: false }
    // Deleted first, so that insertion order is order of arrival and the oldest is always at the front.
    this.#seen.delete(id)
    this.#seen.set(id, entry)
    return {
      attempt: entry.attempt,
      answered(status) {
        entry.failed = status >= 500 || status === 429
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
