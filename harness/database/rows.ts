import { escapeIdentifier } from 'pg'
import type { TableDifference } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect, type Session } from './connect.ts'
import { quoteTable, spellTable, USER_TABLES, type UserTable } from './sizes.ts'

export interface TableDigest {
  readonly table: string
  readonly rows: number
  /** Order-free over the rows, exact over each: two sums of 64-bit hashes of the rows' binary form, and the columns. */
  readonly digest: string
}

export interface RowDigest {
  readonly tables: readonly TableDigest[]
}

const PARALLEL = 2

/** Values are hashed in their binary form, which no session setting touches: NULL is not '', 1.0 is not 1.00. */
const COLUMNS = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname`

/**
 * Digests every row of every user table, inside one snapshot. Columns are taken by name, so that one which was dropped
 * and added again in another place is equal if its values are.
 */
export async function digestRows(address: DatabaseAddress): Promise<RowDigest> {
  await using first = await connect(address, 'fulldress')
  await first.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const [exported] = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot')
  // The largest first: a small one at the end does not keep anybody waiting.
  const waiting = [...(await first.query<UserTable>(USER_TABLES))].sort((one, other) => other.bytes - one.bytes)
  const tables: TableDigest[] = []
  const work = async () => {
    await using session = await connect(address, 'fulldress')
    await session.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await session.query(`SET TRANSACTION SNAPSHOT '${exported?.snapshot}'`)
    for (let table = waiting.shift(); table !== undefined; table = waiting.shift()) {
      tables.push(await digestTable(session, table))
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  return { tables: tables.sort((one, other) => (one.table < other.table ? -1 : 1)) }
}

async function digestTable(session: Session, table: UserTable): Promise<TableDigest> {
  const relation = quoteTable(table)
  const columns = await session.query<{ name: string; type: string }>(COLUMNS, [relation])
  const row = `record_send(ROW(${columns.map(({ name }) => `t.${escapeIdentifier(name)}`).join(', ')}))`
  const [sums] = await session.query<{ rows: string; one: string | null; other: string | null }>(
    `SELECT count(*) AS rows, sum(hashbyteaextended(${row}, 0)::numeric) AS one, sum(hashbyteaextended(${row}, 1)::numeric) AS other FROM ${relation} t`,
  )
  const shape = columns.map(({ name, type }) => `${name} ${type}`).join(', ')
  const digest = `${sums?.one ?? 0}:${sums?.other ?? 0}:${shape}`
  return { table: spellTable(table), rows: Number(sums?.rows ?? 0), digest }
}

/** Tables that are gone, new, or hold other rows. */
export function compareRows(before: RowDigest, after: RowDigest): readonly TableDifference[] {
  const was = new Map(before.tables.map((table) => [table.table, table]))
  const is = new Map(after.tables.map((table) => [table.table, table]))
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((table) => {
    const [one, other] = [was.get(table), is.get(table)]
    if (one?.digest === other?.digest) return []
    return [{ table, rowsBefore: one?.rows ?? null, rowsAfter: other?.rows ?? null }]
  })
}
