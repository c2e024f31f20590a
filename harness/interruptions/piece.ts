import type { Place } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'

export interface PieceOptions {
  /** Ends it soon, in good order. */
  readonly signal: AbortSignal
  /** When aborted, a tool's processes die at once. Never aborted for SQL files: we apply these, and shall live on. */
  readonly killed: AbortSignal
}

/**
 * What a tool takes up again as a whole after an interruption: one file of SQL, or a tool's command.
 *
 * Our own applier keeps no history. Whoever applies the same files in production does, file by file: so a file that was
 * done is not run again, and one that was not is run from its start.
 */
export interface Piece {
  /** `migrations/003_total.up.sql`, or the step's label. */
  readonly name: string
  readonly source: 'sql' | 'command'
  readonly direction: 'up' | 'down'
  /** Where a statement that was seen comes from. */
  places(sql: string): Place | null
  /** Runs it once, from its start; rejects where it fails. */
  run(address: DatabaseAddress, options: PieceOptions): Promise<void>
}
