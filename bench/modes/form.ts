/** The modes of PostgreSQL's table "Table-Level Lock Modes", as `pg_locks.mode` spells them. */
export const ACCESS_SHARE = 'AccessShareLock'
export const ROW_SHARE = 'RowShareLock'
export const ROW_EXCLUSIVE = 'RowExclusiveLock'
export const SHARE_UPDATE_EXCLUSIVE = 'ShareUpdateExclusiveLock'
export const SHARE = 'ShareLock'
export const SHARE_ROW_EXCLUSIVE = 'ShareRowExclusiveLock'
export const EXCLUSIVE = 'ExclusiveLock'
export const ACCESS_EXCLUSIVE = 'AccessExclusiveLock'

/** One form of a statement in PostgreSQL's documentation, ready to be run on the stage of `stage.ts`. */
export interface Form {
  readonly statement: string
  /** What the documentation says is locked, and how. What it does not speak of (indexes, say) is left out. */
  readonly documented: Readonly<Record<string, string>>
  /** What must be there beside the stage. */
  readonly setUp?: string
  /** The statement fails outside a transaction block. */
  readonly inBlock?: true
  /** The first version that knows it. */
  readonly since?: 17 | 18
}

/** A form that takes what it documents on `orders`, where nothing else is said. */
export function form(
  statement: string,
  documented: string | Readonly<Record<string, string>> = {},
  more: Pick<Form, 'setUp' | 'inBlock' | 'since'> = {},
): Form {
  return { statement, documented: typeof documented === 'string' ? { orders: documented } : documented, ...more }
}
