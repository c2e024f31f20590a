import type { DatabaseAddress } from '../model/stage.ts'
import { identifier, OWN_ROWS, READ_AS, relationName, usersSchema } from './naming.ts'
import { connect, type Session } from './session.ts'

/** Of one column: how many values are not null, and a digest of all of them, whatever their order. */
export interface ColumnDigest {
  readonly values: number
  readonly digest: string
}

/** By column, unquoted. */
export type ColumnDigests = ReadonlyMap<string, ColumnDigest>

const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  search_path: '',
  row_security: 'off',
} as const

/** Digests tables column by column, so that it can be told where rows differ. Tables that are not there are left out. */
export async function digestColumns(
  address: DatabaseAddress,
  tables: readonly string[],
): Promise<ReadonlyMap<string, ColumnDigests>> {
  if (tables.length === 0) return new Map()
  await using session = await connect(address, { application: 'fulldress', settings: SETTINGS })
  const found = await session.query<Table>(TABLES, [tables])
  const digests = new Map<string, ColumnDigests>()
  for (const table of found) digests.set(table.table, await digestTable(session, table))
  return digests
}

interface Table {
  readonly table: string
  readonly sql: string
  readonly columns: readonly string[]
}

const TABLES = `
  SELECT * FROM (
    SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql,
           array(SELECT a.attname::text FROM pg_attribute a
                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}) AS t
  WHERE t.table = ANY ($1)`

/** A table of many columns would need more results than a row may have (1664), so each column is a row. */
async function digestTable(session: Session, { sql, columns }: Table): Promise<ColumnDigests> {
  const digests = new Map<string, ColumnDigest>()
  for (const column of columns) {
    const text = `ROW(${identifier(column)})::text COLLATE "C"`
    const [row] = await session.query<ColumnDigest>(
      `SELECT count(${identifier(column)}) AS values, coalesce(sum(hashtextextended(${text}, 0)::numeric), 0)::text AS digest FROM ${sql}`,
    )
    if (row !== undefined) digests.set(column, row)
  }
  return digests
}
