import type { Place } from './facts-of-trials.ts'

/** How a migration was stopped. `connection-cut` stands for SIGKILL where our own applier of SQL files is the tool. */
export type Interruption = 'tool-killed' | 'connection-cut' | 'backend-terminated'

/** Migrations that were interrupted on clones, and run again. */
export type InterruptionFact =
  | {
      /** First of these facts: files of SQL and tools' commands that are to be interrupted, upgrade and way back. */
      readonly kind: 'interruptions.began'
      readonly migrations: readonly string[]
    }
  | {
      /** What was done to one of them; those after one that fails by itself have none. */
      readonly kind: 'interruptions.covered'
      readonly name: string
      readonly direction: 'up' | 'down'
      readonly statements: number
      /** Moments at which it leaves another state than at the one before, once for each way to stop it. */
      readonly moments: number
      readonly tried: number
      /** Why it could not be interrupted on clones: it changes what belongs to the whole server. */
      readonly notApplicable: string | null
      readonly durationMs: number
    }
  | {
      readonly kind: 'migration.interrupted'
      readonly name: string
      readonly source: 'sql' | 'command'
      readonly direction: 'up' | 'down'
      readonly how: Interruption
      /** The statement that had just ended, its answer not yet heard, or that was under way. */
      readonly moment: 'after' | 'during'
      /** Counts the statements of the file, or those that the tool sent, from 1. */
      readonly index: number
      readonly of: number
      readonly place: Place | null
      /** Literals masked. */
      readonly statement: string
      /** How many of them were committed by then. */
      readonly committed: number
      /** Indexes that were invalid after it, and not before. */
      readonly indexesInvalid: readonly string[]
      /** Sessions of the tool that were still there when it was run again, the tool itself being gone. */
      readonly lingering: readonly Lingering[]
      /**
       * `by-itself`: the tool went on over a new connection, or ended as if nothing had been. `refused`: it was done when
       * it was stopped, and the second run failed for having nothing to do.
       */
      readonly again: 'completed' | 'failed' | 'by-itself' | 'refused'
      readonly error: RerunError | null
      /** To the state that an uninterrupted run leaves, one sentence each; at most 20. */
      readonly differences: readonly string[]
    }

export interface Lingering {
  readonly pid: number
  /** Literals masked. */
  readonly statement: string
  /** `42`, or `4, 2` for the form with two keys. */
  readonly advisory: readonly string[]
}

/** Why the second run failed: in the server's words where it said something, else in the tool's. */
export interface RerunError {
  /** Empty where the server said none. */
  readonly sqlstate: string
  readonly message: string
  readonly place: Place | null
  /** Literals masked; empty where no statement failed. */
  readonly statement: string
  /** Which of the migration's statements that is; null where it is none of the first run's. */
  readonly index: number | null
}
