import { escapeIdentifier } from 'pg'
import type { DatabaseAddress } from '../model/stage.ts'
import { connect } from './connect.ts'

export interface TableSize {
  /** `schema.table`, without `public.`. */
  readonly table: string
  /** Counted, not estimated. */
  readonly rows: number
  /** Heap, indexes and TOAST. */
  readonly bytes: number
}

/** User tables, as `regclass` needs them and as people read them. Partitions count through their parent. */
export const USER_TABLES = `
  SELECT n.nspname AS schema, c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
  ORDER BY 1, 2`

export interface UserTable {
  readonly schema: string
  readonly name: string
  readonly bytes: number
}

export function spellTable({ schema, name }: Pick<UserTable, 'schema' | 'name'>): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

export function quoteTable({ schema, name }: Pick<UserTable, 'schema' | 'name'>): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`
}

/** Rows and bytes of every user table. */
export async function tableSizes(address: DatabaseAddress): Promise<readonly TableSize[]> {
  await using session = await connect(address, 'fulldress')
  const tables = await session.query<UserTable>(USER_TABLES)
  const sizes: TableSize[] = []
  for (const table of tables) {
    const [count] = await session.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${quoteTable(table)}`)
    sizes.push({ table: spellTable(table), rows: Number(count?.rows ?? 0), bytes: table.bytes })
  }
  return sizes
}
