import type { Attendant } from '../database/attendant.ts'
import type { Place } from '../model/facts-of-trials.ts'
import type { DatabaseAddress } from '../model/stage.ts'

export interface RunOptions {
  readonly signal: AbortSignal
  /** Absent where nobody looks on; a tool's own command has sessions that nobody can attend. */
  readonly attendant?: Attendant
}

export interface WayBack {
  /** Steps of the rollback, counted from 0. */
  readonly steps: readonly number[]
  run(address: DatabaseAddress, options: Pick<RunOptions, 'signal'>): Promise<void>
}

/** One migration: a file, a step, or a tool's command that can be pointed at any database. */
export interface Migration {
  /** `migrations/003_total.up.sql`, or the step's label. */
  readonly name: string
  readonly source: 'sql' | 'command'
  readonly direction: 'up' | 'down'
  /**
   * Runs it once, from its start, against that database: no retries of its own beyond those the tool always makes.
   * Rejects with an Error, with the SQLSTATE as its property `sqlstate` and the place as `place` where they are known.
   * When aborted it ends soon, with its sessions closed.
   */
  run(address: DatabaseAddress, options: RunOptions): Promise<void>
  /** What undoes it where it has just been applied; absent where nobody says how. */
  readonly back?: WayBack
  /** Where a statement that was seen comes from. */
  places(sql: string): Place | null
  /** `lock_timeout` that whoever runs it sets before its first statement; null for none. */
  readonly lockTimeoutMs: number | null
}

/** An error of a migration: what the server said of it, and where it was said. */
export interface MigrationError extends Error {
  /** Empty where the server said none. */
  readonly sqlstate?: string
  readonly place?: Place | null
}
