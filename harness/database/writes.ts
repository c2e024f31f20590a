import type { TableWrites } from '../model/facts-of-ways.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { isToolsOwn } from '../model/tools-own.ts'
import { othersGone } from './marks.ts'
import { relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/**
 * Reads how many rows were ever inserted into and deleted from each table, by whatever statement, function or cascade; no
 * row is read. A session tells its numbers when it ends or, at the latest, when it has been idle for ten seconds; where
 * nobody else is to be connected, those of tools that have exited are waited for.
 */
export async function readWrites(
  address: DatabaseAddress,
  { alone }: { readonly alone: boolean },
): Promise<readonly TableWrites[]> {
  await using session = await connect(address, 'fulldress')
  if (alone) await othersGone(session)
  const tables = await session.query<{
    table: string
    file: string
    inserted: number
    deleted: number
    rows: number
  }>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS table, concat(c.oid, ':', c.relfilenode) AS file,
            pg_stat_get_tuples_inserted(c.oid) AS inserted, pg_stat_get_tuples_deleted(c.oid) AS deleted,
            pg_stat_get_live_tuples(c.oid) AS rows
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND ${usersSchema('n.nspname')}
     ORDER BY 1`,
  )
  return tables.filter(({ table }) => !isToolsOwn(table))
}
