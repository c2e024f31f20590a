import { escapeIdentifier } from 'pg'
import type { DatabaseAddress } from '../model/stage.ts'
import type { LedgerDescription } from '../model/traffic.ts'
import { connect } from './connect.ts'

const BATCH = 10_000

export interface LedgerReading {
  /** Acknowledged to a client, and not in the table. */
  readonly missing: readonly string[]
  /** In the table more often than it was acknowledged. */
  readonly doubled: readonly string[]
}

/** Looks every acknowledged key up; each must be in the table exactly as often as it was acknowledged. */
export async function lookUpKeys(
  address: DatabaseAddress,
  { table, key }: Pick<LedgerDescription, 'table' | 'key'>,
  keys: readonly string[],
): Promise<LedgerReading> {
  await using session = await connect(address, 'fulldress')
  const due = new Map<string, number>()
  for (const one of keys) due.set(one, (due.get(one) ?? 0) + 1)
  const column = escapeIdentifier(key)
  const relation = table.split('.').map(escapeIdentifier).join('.')
  // The key's own type on the left keeps its index usable; text on the right would need a cast of every row.
  const type = await columnType(address, table, key)
  const text = `SELECT ${column}::text AS key, count(*)::int AS found FROM ${relation} WHERE ${column} = ANY ($1::${type}[]) GROUP BY 1`
  const found = new Map<string, number>()
  const distinct = [...due.keys()]
  for (let from = 0; from < distinct.length; from += BATCH) {
    const rows = await session.query<{ key: string; found: number }>(text, [distinct.slice(from, from + BATCH)])
    for (const row of rows) found.set(row.key, row.found)
  }
  return {
    missing: distinct.filter((one) => !found.has(one)),
    doubled: distinct.filter((one) => (found.get(one) ?? 0) > (due.get(one) ?? 0)),
  }
}

async function columnType(address: DatabaseAddress, table: string, column: string): Promise<string> {
  await using session = await connect(address, 'fulldress')
  const relation = table.split('.').map(escapeIdentifier).join('.')
  const [row] = await session.query<{ type: string }>(
    'SELECT format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped',
    [relation, column],
  )
  if (row === undefined) throw new Error(`expected a column ${column} in ${table}, found none`)
  return row.type
}
