/** A request that failed: when it was under way. */
export interface FailedSpan {
  readonly endpoint: string
  readonly fromMs: number
  readonly toMs: number
}

/** What was seen while the system was in a state that somebody named. */
export interface StateSeen {
  readonly state: string
  readonly endpoints: readonly { readonly endpoint: string; readonly requests: number; readonly failed: number }[]
  /** The first of them, when they were under way. */
  readonly failures: readonly FailedSpan[]
}

const MOST_FAILURES = 500

interface Counts {
  readonly endpoints: Map<string, { requests: number; failed: number }>
  readonly failures: FailedSpan[]
}

/**
 * Counts requests by the state in which they were answered. States last fractions of a block, so they are told as they
 * begin; samples come later than that, and are put where their end belongs.
 */
export class States {
  #marks: { readonly atMs: number; readonly state: string | null }[] = []
  readonly #counts = new Map<string, Counts>()

  /** From this moment on the system is in this state; null ends the counting. */
  enter(state: string | null, atMs: number): void {
    this.#marks.push({ atMs, state })
  }

  add({ endpoint, fromMs, toMs }: FailedSpan, failed: boolean): void {
    const state = this.#marks.findLast(({ atMs }) => atMs <= toMs)?.state ?? null
    if (state === null) return
    const counts = this.#countsOf(state)
    const count = counts.endpoints.get(endpoint) ?? { requests: 0, failed: 0 }
    count.requests++
    if (failed) count.failed++
    counts.endpoints.set(endpoint, count)
    if (failed && counts.failures.length < MOST_FAILURES) counts.failures.push({ endpoint, fromMs, toMs })
  }

  /** Everything since the last call, states without a request included. */
  take(): readonly StateSeen[] {
    for (const { state } of this.#marks) if (state !== null) this.#countsOf(state)
    const seen = [...this.#counts].map(([state, { endpoints, failures }]) => ({
      state,
      endpoints: [...endpoints].map(([endpoint, count]) => ({ endpoint, ...count })),
      failures,
    }))
    this.#counts.clear()
    this.#marks = []
    return seen
  }

  #countsOf(state: string): Counts {
    const known = this.#counts.get(state)
    if (known !== undefined) return known
    const fresh: Counts = { endpoints: new Map(), failures: [] }
    this.#counts.set(state, fresh)
    return fresh
  }
}
