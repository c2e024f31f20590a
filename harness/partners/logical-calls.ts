import type { KeyedBy } from '../model/retries-seen.ts'
import { type Call, isFailure } from './call.ts'

/** One attempt, without what only the count of calls needs. */
export interface SeenAttempt {
  readonly attempt: number
  readonly atMs: number
  readonly phase: string
  /** null where the stand-in ended before it had answered. */
  readonly tookMs: number | null
  readonly failed: boolean
  readonly retryAfterMs: number | null
}

/** A logical call with its attempts, first to last. */
export interface LogicalCall {
  readonly operation: string
  readonly by: KeyedBy
  readonly attempts: readonly SeenAttempt[]
}

/**
 * Gathers attempts by logical call. Only failures and further attempts are kept, so memory grows with what was retried,
 * not with what was called; lines come in the order of the answers, which need not be that of the arrivals.
 */
export class LogicalCalls {
  readonly #calls = new Map<number, { operation: string; by: KeyedBy; attempts: SeenAttempt[] }>()

  add(call: Call): void {
    const failed = isFailure(call.status)
    if (call.attempt === 1 && !failed) return
    const { atMs, phase, attempt, tookMs = null, retryAfterMs = null } = call
    const known = this.#calls.get(call.logical) ?? { operation: call.operation, by: call.by, attempts: [] }
    known.attempts.push({ attempt, atMs, phase, tookMs, failed, retryAfterMs })
    this.#calls.set(call.logical, known)
  }

  all(): readonly LogicalCall[] {
    return [...this.#calls.values()].map(({ attempts, ...call }) => ({
      ...call,
      attempts: attempts.toSorted((a, b) => a.attempt - b.attempt),
    }))
  }
}

/** Whether the first attempt is on record and failed: what a client may have tried again for. */
export function failedFirst({ attempts: [first] }: LogicalCall): boolean {
  return first?.attempt === 1 && first.failed
}

export function gaveUp({ attempts }: LogicalCall): boolean {
  return attempts.at(-1)?.failed === true
}

/** Whether an attempt was followed by another before it had failed: a client that does not wait, or sends twice. */
export function wasRepeated({ attempts }: LogicalCall): boolean {
  return attempts.some((attempt, index) => {
    if (attempt.attempt === 1) return false
    const before = attempts[index - 1]
    if (before?.attempt !== attempt.attempt - 1 || !before.failed) return true
    return before.tookMs !== null && before.atMs + before.tookMs > attempt.atMs
  })
}

/** From the arrival of the first attempt to the last answer that is on record. */
export function spanOf({ attempts }: LogicalCall): { readonly fromMs: number; readonly toMs: number } {
  const last = attempts.at(-1)
  return { fromMs: attempts[0]?.atMs ?? 0, toMs: (last?.atMs ?? 0) + (last?.tookMs ?? 0) }
}

/**
 * How long the client waited before each further attempt. null where that cannot be told: the attempt before is not on
 * record, or the client did not wait for its answer.
 */
export function delaysOf({ attempts }: LogicalCall): readonly (number | null)[] {
  return attempts.slice(1).map((attempt, index) => {
    const before = attempts[index]
    if (before?.tookMs == null || before.attempt !== attempt.attempt - 1) return null
    const delayMs = attempt.atMs - before.atMs - before.tookMs
    return delayMs < 0 ? null : delayMs
  })
}
