import type { Place } from './facts-of-trials.ts'
import type { Severity } from './finding.ts'

/** What a static scanner expects to see happen, which the trace then confirms or refutes. */
export type Expectation =
  | { readonly kind: 'lock'; readonly relation: string | null; readonly mode: string }
  | { readonly kind: 'work'; readonly relation: string | null }
  | { readonly kind: 'rewrite'; readonly relation: string | null }
  | { readonly kind: 'error' }
  | { readonly kind: 'stall' }
  /** Something of this name is gone afterwards: `orders`, `orders.note`, or an index. */
  | { readonly kind: 'gone'; readonly object: string }

/** Migrations that are examined: what was asked for, what their text made one expect, what the trials left open. */
export type MigrationFact =
  | {
      /** First entry of a journal of `fulldress locks`, as `rehearsal.started` is of a rehearsal's. */
      readonly kind: 'locks.started'
      /** What the reports call it: the folder or the files, as the operator named them. */
      readonly name: string
      /** What the run's containers, processes and folders are labelled with. */
      readonly run?: string
      readonly runtime: string
      /** Names of the migrations that are to be examined, so that a journal that stops early is known to. */
      readonly migrations: readonly string[]
      /** Whose layout the folder has, and what told so: `dbmate, by …`. */
      readonly layout?: string
      /** What this server cannot show that production's would, one sentence each. */
      readonly weaker?: readonly string[]
    }
  | { readonly kind: 'locks.ended'; readonly durationMs: number }
  | {
      /** A migration that is examined; everything of `migration: n` below is about it. */
      readonly kind: 'migration.examined'
      readonly migration: number
      /** File or folder as the operator named it, or the step's label. */
      readonly name: string
      readonly source: 'sql' | 'command'
      /** `act` probes of a rehearsal, or the command `locks`. */
      readonly in: 'probes' | 'locks'
      readonly direction: 'up' | 'down'
      /** With probes and companions, or traced alone (`--no-probes`). */
      readonly probed: boolean
      /** Longest stall that counts as none, in ms. */
      readonly stallLimitMs: number
      /** Rows of production's tables where they are known (`--rows`), else null. */
      readonly productionRows: number | null
      readonly holdMs: number
    }
  | {
      /** The scanners have read all SQL files of a migration; journals of `locks` do not say so, for there they always do. */
      readonly kind: 'scripts.scanned'
      readonly migration: number
      readonly files: readonly string[]
    }
  | {
      readonly kind: 'scanner.found'
      readonly migration: number
      readonly scanner: string
      readonly place: Place
      readonly statement: string
      readonly summary: string
      readonly remedy: string
      readonly severity: Exclude<Severity, 'note'>
      readonly expects: Expectation
    }
  | {
      readonly kind: 'duration.predicted'
      readonly migration: number
      readonly place: Place | null
      readonly statement: string
      readonly rows: number
      readonly lowMs: number
      readonly highMs: number
    }
  | {
      /** The way back from a migration at production's rows, by its time on filled tables, tools' own start included. */
      readonly kind: 'way-back.predicted'
      readonly migration: number
      /** Steps of the rollback that undo it, counted from 0. */
      readonly steps: readonly number[]
      readonly rows: number
      readonly lowMs: number
      readonly highMs: number
    }
  /** It failed on rows that were made up for it, which is no news of production's. */
  | {
      readonly kind: 'way-back.untimed'
      readonly migration: number
      readonly steps: readonly number[]
      readonly reason: string
    }
  | {
      /** Relations that given statements of the application name, none of them with `*` or prepared; absent for none. */
      readonly kind: 'statements.given'
      readonly migration: number
      readonly byColumn: readonly string[]
    }
  /** What was not exercised: `unknown: needs traffic`, one clause each. */
  | {
      readonly kind: 'trials.covered'
      readonly migration: number
      readonly untested: readonly string[]
      /** How many statements of the application stood beside it; absent where there were none, and in old journals. */
      readonly statements?: number
    }
