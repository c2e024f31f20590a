import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, READ_AS, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** What a clone may weigh where only its schema is looked at. */
const HEAVY_BYTES = 8 * 1024 * 1024

/** Empties the large tables of a clone, so that it can be cloned again in no time; small ones, a tool's own among them, stay. */
export async function emptyLargeTables(address: DatabaseAddress): Promise<void> {
  await using session = await connect(address, 'fulldress')
  const tables = await session.query<{ sql: string }>(
    `SELECT ${READ_AS} AS sql
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}
       AND coalesce((SELECT sum(pg_total_relation_size(p.relid)) FROM pg_partition_tree(c.oid) AS p),
             pg_total_relation_size(c.oid)) > ${HEAVY_BYTES}`,
  )
  if (tables.length > 0) await session.run(`TRUNCATE ${tables.map(({ sql }) => sql).join(', ')} CASCADE`)
}
