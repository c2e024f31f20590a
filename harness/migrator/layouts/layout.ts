import type { Listing } from './listing.ts'

/** SQL that is applied as it stands. */
export interface Script {
  /** As the operator named it. */
  readonly file: string
  /** What is not applied is blank, so that lines are the file's own. */
  readonly text: string
  /** One transaction, unless it controls transactions itself or holds what refuses one; else statement by statement. */
  readonly transaction: boolean
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
