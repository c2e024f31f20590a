import type { DatabaseAddress } from '../model/stage.ts'
import { READ_AS, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** Tables of a clone from which a row is taken. */
const MOST_TABLES = 20

/**
 * Deletes one row of each of some tables of a clone, as the application could: where a foreign key forbids it, it is left.
 * Resolves to how many tables gave one.
 */
export async function thinOut(address: DatabaseAddress): Promise<number> {
  await using session = await connect(address, 'fulldress')
  const tables = await session.query<{ sql: string }>(
    `SELECT ${READ_AS} AS sql FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND ${usersSchema('n.nspname')} ORDER BY pg_relation_size(c.oid) DESC, 1 LIMIT ${MOST_TABLES}`,
  )
  let gave = 0
  for (const { sql } of tables) {
    const [one] = await session
      .query<{ deleted: number }>(
        `WITH gone AS (DELETE FROM ${sql} WHERE ctid = (SELECT ctid FROM ${sql} LIMIT 1) RETURNING 1)
         SELECT count(*) AS deleted FROM gone`,
      )
      .catch(() => [{ deleted: 0 }])
    gave += one?.deleted ?? 0
  }
  return gave
}
