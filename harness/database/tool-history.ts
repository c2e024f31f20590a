import type { DatabaseAddress } from '../model/stage.ts'
import { TOOLS_OWN } from '../model/tools-own.ts'
import { OWN_ROWS, READ_AS, relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** By table, as facts name it: how many rows it has of those that migration tools keep about themselves. */
export type ToolHistory = ReadonlyMap<string, number>

/**
 * Reads how much a migration tool says that it has applied, in tables that are called like a tool's and in `named`; its
 * connection is gone by the end.
 */
export async function readToolHistory(address: DatabaseAddress, named?: string): Promise<ToolHistory> {
  await using session = await connect(address, 'fulldress')
  const tables = await session.query<{ table: string; sql: string }>(TABLES, [named ?? ''])
  const lengths = new Map<string, number>()
  for (const { table, sql } of tables) {
    const [row] = await session.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${sql}`)
    lengths.set(table, row?.rows ?? 0)
  }
  return lengths
}

const TABLES = `
  SELECT * FROM (
    SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}) AS t
  WHERE t.table ~* '${TOOLS_OWN}' OR t.table = $1`
