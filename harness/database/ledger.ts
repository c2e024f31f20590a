import type { DatabaseAddress } from '../model/stage.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import { identifier } from './naming.ts'
import { connect, type Session } from './session.ts'
import { sqlstateOf } from './sqlstate.ts'

const BATCH = 5_000

export interface KeysFound {
  /** Acknowledged and not in the table, in the order given. */
  readonly missing: readonly string[]
  /** In the table more than once. */
  readonly doubled: readonly string[]
}

/** Whether there is such a column; a misspelt one would make every acknowledged write look lost. */
export async function hasLedger(
  address: DatabaseAddress,
  ledger: Pick<LedgerDescription, 'table' | 'key'>,
): Promise<boolean> {
  await using session = await connect(address, 'fulldress')
  return (await findColumn(session, ledger)) !== null
}

/** Looks each acknowledged key up. A table or a column that is gone holds none of them. */
export async function lookUpKeys(
  address: DatabaseAddress,
  ledger: Pick<LedgerDescription, 'table' | 'key'>,
  keys: readonly string[],
): Promise<KeysFound> {
  await using session = await connect(address, 'fulldress')
  const distinct = [...new Set(keys)]
  const column = await findColumn(session, ledger)
  if (column === null) return { missing: distinct, doubled: [] }
  const found: { missing: string[]; doubled: string[] } = { missing: [], doubled: [] }
  for (let from = 0; from < distinct.length; from += BATCH) {
    const keys = distinct.slice(from, from + BATCH)
    // The key is cast, not the column, so that the column's index serves. What a scenario recorded may be no value of
    // that type, for a key that was missing from an answer is `undefined`: then texts are compared.
    const rows = await count(session, column, keys, `t.${column.name} = k.key::${column.type}`).catch(
      (error: unknown) => {
        if (!isOfAnotherType(error)) throw error
        return count(session, column, keys, `t.${column.name}::text = k.key`)
      },
    )
    for (const { key, times } of rows) (times === 0 ? found.missing : found.doubled).push(key)
  }
  return found
}

function count(session: Session, { table, name }: Column, keys: readonly string[], match: string) {
  return session.query<{ key: string; times: number }>(
    `SELECT k.key, count(t.${name}) AS times
     FROM unnest($1::text[]) WITH ORDINALITY AS k (key, position)
     LEFT JOIN ${table} t ON ${match}
     GROUP BY k.key, k.position HAVING count(t.${name}) <> 1 ORDER BY k.position`,
    [keys],
  )
}

/** Class 22, data exceptions: no number, no UUID, out of range. */
function isOfAnotherType(error: unknown): boolean {
  return sqlstateOf(error)?.startsWith('22') === true
}

interface Column {
  readonly table: string
  readonly type: string
  readonly name: string
}

async function findColumn(session: Session, { table, key }: Pick<LedgerDescription, 'table' | 'key'>) {
  const [column] = await session.query<{ table: string; type: string }>(
    `SELECT a.attrelid::regclass::text AS table, format_type(a.atttypid, NULL) AS type
     FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped`,
    [table, key],
  )
  return column === undefined ? null : { ...column, name: identifier(key) }
}
