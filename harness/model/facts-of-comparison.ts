import type { NarrowedRows } from './facts-of-rows.ts'
import type { SideFile } from './side-file.ts'

/** One object of the catalog that differs: `column orders.note` · `missing` · was `text`. */
export interface CatalogDifference {
  /** Kind and name: `column public.orders.note`. */
  readonly object: string
  /** Against the earlier digest: gone, new, or other than it was. */
  readonly change: 'missing' | 'added' | 'changed'
  readonly was: string | null
  readonly is: string | null
}

/** Columns of a table that stand in another order: no query by name can tell. */
export interface ColumnOrderDifference {
  /** `public.orders`. */
  readonly table: string
  /** Names, separated by `, `; only those that both have. */
  readonly was: string
  readonly is: string
  /** What is known to take its rows by position: `function public.latest()`. Null where the catalog names nothing. */
  readonly rowTypeUsedBy: string | null
}

/** One that hands out a number its column holds already: inserts will collide. */
export interface SequenceBehind {
  readonly sequence: string
  /** `orders.id` */
  readonly column: string
  /** What it hands out next. */
  readonly next: number
  readonly maximum: number
}

/** A table, a materialised view, or `large objects`, which are told apart by their number. */
export interface TableDifference {
  readonly table: string
  readonly rowsBefore: number | null
  readonly rowsAfter: number | null
  /** A materialised view that holds nothing now: whoever reads it is refused. */
  readonly unpopulated?: true
  /** Columns of before that are gone; a column left behind is no loss of rows. */
  readonly columnsLost?: readonly string[]
  /** Columns of another type than before; their values were compared as text. */
  readonly columnsAsText?: readonly string[]
  /** Which rows they are; absent where nobody asked, or asking took too long. */
  readonly narrowed?: NarrowedRows
}

/** Steps `run` of the upgrade and the rollback, where rows are proved on a clone. */
export interface ScriptsProved {
  /** They speak to the database alone, and so were performed on the clone like migrations. */
  readonly performed: readonly string[]
  /** Steps of the upgrade of which nobody knows what they do to rows. */
  readonly unproved: readonly string[]
  /** Steps that may do more than speak to the database, so that none was performed. */
  readonly because: readonly string[]
  /** The step that failed on the clone, after which rows were proved without any. */
  readonly failed?: string
}

/** What was there before compared with what is there now: catalog, rows, sequences, settings. */
export type ComparisonFact =
  | {
      readonly kind: 'catalog.digested'
      /** `seeded` on the live copy before traffic, `restored` at the audit; `quiet-*` on the quiet clone. */
      readonly label: 'seeded' | 'restored' | 'quiet-before' | 'quiet-upgraded' | 'quiet-restored'
      readonly sha256: string
      readonly objects: number
      readonly file: SideFile
    }
  | {
      readonly kind: 'catalog.compared'
      readonly before: 'seeded' | 'quiet-before'
      readonly after: 'restored' | 'quiet-restored'
      readonly differences: readonly CatalogDifference[]
      /** A class of its own, apart from loss; journals of before say nothing of it. */
      readonly columnOrder?: readonly ColumnOrderDifference[]
    }
  | {
      readonly kind: 'rows.compared'
      readonly database: 'quiet'
      readonly tables: number
      readonly rows: number
      readonly durationMs: number
      readonly differences: readonly TableDifference[]
      /** What became of steps `run`, by their labels; journals of before 0.1 do not say. */
      readonly scripts?: ScriptsProved
    }
  | {
      /** What the server itself says it runs as, before the upgrade and after the rollback. */
      readonly kind: 'server.read'
      readonly when: 'seeded' | 'restored'
      readonly version: string
      readonly settings: Readonly<Record<string, string>>
    }
  | {
      /** Sequences whose next value is already in their column, before the upgrade and at the audit. */
      readonly kind: 'sequences.read'
      readonly when: 'seeded' | 'restored'
      readonly behind: readonly SequenceBehind[]
    }
  | { readonly kind: 'probe.failed'; readonly probe: string; readonly reason: string }
