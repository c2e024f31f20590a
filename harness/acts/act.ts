import type { ActName } from '../model/act.ts'
import type { Recorder } from '../model/evidence.ts'

/** What an act is given: where to write, when to stop, and the stack that owns what must outlive it. */
export interface Company {
  readonly record: Recorder
  readonly signal: AbortSignal
  readonly resources: AsyncDisposableStack
}

export interface Act {
  readonly name: ActName
  /** `always`: also after an act failed, for that is when a rollback matters most. */
  readonly runs: 'while-well' | 'always'
  /** Resolves to a few words for the terminal. Throws where the act could not be performed. */
  perform(company: Company): Promise<string>
}
