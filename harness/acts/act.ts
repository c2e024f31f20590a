import type { Journal } from '../journal/journal.ts'
import type { ActName, ActStatus } from '../model/act.ts'

/** What an act is given: where to write, when to stop, and the stack that owns what must outlive it. */
export interface Company {
  readonly journal: Journal
  /** Aborted by the operator, or by a peril that struck during this act. */
  readonly signal: AbortSignal
  /** Aborted by the operator alone. */
  readonly interrupted: AbortSignal
  readonly resources: AsyncDisposableStack
  /** Whatever this promise rejects with ends the act that is then under way: a database that dies, a stray request. */
  readonly peril: (promise: Promise<never>) => void
}

/** How an act went, with a few words for the terminal: `p99 41 ms, 0.02 % errors`. */
export interface Performance {
  readonly status: ActStatus
  readonly summary: string
}

export interface Act {
  readonly name: ActName
  /**
   * `while-well` is skipped after an act that failed. `once-upgrading` is performed whenever the upgrade had begun,
   * for after a failed upgrade a rollback matters most.
   */
  readonly runs: 'while-well' | 'once-upgrading'
  /** Throws where the act could not be performed at all. */
  perform(company: Company): Promise<Performance>
}
