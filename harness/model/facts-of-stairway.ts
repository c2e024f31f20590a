import type { CatalogDifference, SequenceBehind, TableDifference } from './facts-of-comparison.ts'
import type { Place } from './facts-of-trials.ts'

/**
 * How one stair went, the first that applies: its way up failed; it has no way down; that failed; it undid nothing of the
 * schema; schema or rows are not as before, or a sequence hands out numbers that are taken; the second way up failed, or led elsewhere than the first.
 */
export type StairVerdict =
  | 'up-fails'
  | 'no-down'
  | 'down-fails'
  | 'down-empty'
  | 'schema-differs'
  | 'rows-lost'
  | 'sequence-behind'
  | 're-up-fails'
  | 're-up-differs'
  | 'column-order-only'
  | 'identical'

/** The values of one column before up and after down, nulls not counted. */
export interface ColumnValues {
  readonly column: string
  readonly before: number
  readonly after: number
}

/** Rows of a table that was there before up, which are not the same after down. */
export interface StairRows extends TableDifference {
  /** Columns whose values differ; empty where nobody could tell. */
  readonly columns: readonly ColumnValues[]
  /** Rows of before that are no more as they were; null where nobody could tell them from those that came. */
  readonly lost: number | null
  /** Rows that are there more often than before, the same in every column; absent where none is. */
  readonly doubled?: number
  /** The rows were generated, for the table was empty. */
  readonly generated: boolean
}

export interface StairError {
  readonly when: 'up' | 'down' | 're-up'
  readonly message: string
  /** Empty where the server said none. */
  readonly sqlstate: string
  readonly place: Place | null
}

/** Of a group: the migration whose way down is to blame, and what it left or made fail. */
export interface Guilty {
  readonly name: string
  readonly subject: string
  readonly left: readonly string[]
}

export interface StairTimes {
  readonly copyMs: number
  readonly upMs: number
  readonly downMs: number
  readonly reUpMs: number
  readonly digestMs: number
  readonly fillMs: number
}

/** The stairway: each migration up, down, compared, up again, on clones. */
export type StairwayFact =
  | {
      /** First entry of a journal of `fulldress stairway`; in a rehearsal it stands in the act `probes`. */
      readonly kind: 'stairway.started'
      readonly in: 'probes' | 'stairway'
      /** What the reports call it: the folder or the files, as the operator named them. */
      readonly name: string
      readonly run?: string
      readonly runtime: string
      /** Names of the stairs in order, so that a journal that stops early is known to; empty where nobody can tell. */
      readonly stairs: readonly string[]
      /** The whole chain up and down from stop to stop, in place of each migration by itself. */
      readonly direct?: true
      /** Whose layout the folder has, and what told so. */
      readonly layout?: string
      /** What this server cannot show that production's would, one sentence each. */
      readonly weaker?: readonly string[]
    }
  | {
      readonly kind: 'stair.climbed'
      /** Counted from 1. */
      readonly stair: number
      readonly name: string
      /** What people open to mend it: the way down where there is one, else the way up, else its name. */
      readonly subject: string
      readonly files: readonly string[]
      readonly verdict: StairVerdict
      /** Declared as having no way back, and why. */
      readonly irreversible?: string
      /** Of a group that does not restore: `subject` is the first one's. */
      readonly guilty?: readonly Guilty[]
      /** After down, against before up. */
      readonly schema: readonly CatalogDifference[]
      /** Tables whose columns stand in another order after down. */
      readonly columnOrder: readonly string[]
      readonly rows: readonly StairRows[]
      /** After down, sequences that hand out a number their column holds, and did not before; absent where there is none. */
      readonly sequences?: readonly SequenceBehind[]
      /** After the second up, against the first. */
      readonly again: readonly CatalogDifference[]
      /** The first in the order of the climb, and that of the second way up where another came before. */
      readonly errors: readonly StairError[]
      /** Tables whose rows changed hands on the way, as far as they were there before. */
      readonly touched: readonly string[]
      /** Tables that the way up worked on, where the way down then did nothing at all. */
      readonly unanswered?: readonly string[]
      /** Of these, tables that were empty and had rows generated. */
      readonly populated: readonly string[]
      /** What was not exercised, a clause each. */
      readonly untested: readonly string[]
      readonly times: StairTimes
    }
  | {
      readonly kind: 'stairway.ended'
      readonly climbed: number
      readonly durationMs: number
      /** Why stairs were left out; null where all were climbed. */
      readonly stopped: string | null
    }
