import type { Listing } from './listing.ts'

/**
 * `true`: one transaction, unless the script controls transactions itself or holds what refuses one. `always`: one
 * transaction, as the tool wraps whatever does not ask to be left out, so that CREATE INDEX CONCURRENTLY fails there.
 * `false`: statement by statement.
 */
export type Wrapping = boolean | 'always'

/** SQL that is applied as it stands. */
export interface Script {
  /** As the operator named it. */
  readonly file: string
  /** What is not applied is blank, so that lines are the file's own. */
  readonly text: string
  readonly transaction: Wrapping
}

export interface LaidOutMigration {
  /** The file or folder that people call it by, as the operator named it. */
  readonly name: string
  readonly up: Script
  /** null where the tool knows of none. */
  readonly down: Script | null
}

export interface Recognition {
  readonly tool: string
  /** What told it from the others: `up.sql in 12 folders`. */
  readonly because: string
  /** In the order in which the tool applies them. */
  readonly migrations: readonly LaidOutMigration[]
}

/** How one tool keeps its migrations. */
export interface Layout {
  readonly tool: string
  /** What it looks for, for people whose folder is none of these. */
  readonly looksFor: string
  /** null where the folder is not this tool's. */
  readonly recognise: (listing: Listing) => Recognition | null
}
