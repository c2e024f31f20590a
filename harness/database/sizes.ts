import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, READ_AS, relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

export interface TableSize {
  /** `orders` in public, `billing.invoices` elsewhere. */
  readonly table: string
  /** Counted, not estimated. */
  readonly rows: number
  /** With indexes and TOAST. */
  readonly bytes: number
}

/** Rows and bytes of every table of the users, by name. Partitions count through their parent. */
export async function tableSizes(address: DatabaseAddress): Promise<readonly TableSize[]> {
  await using session = await connect(address, 'fulldress')
  const tables = await session.query<{ table: string; sql: string; bytes: number }>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql,
            coalesce((SELECT sum(pg_total_relation_size(p.relid)) FROM pg_partition_tree(c.oid) AS p),
              pg_total_relation_size(c.oid))::bigint AS bytes
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}
     ORDER BY 1`,
  )
  const sizes: TableSize[] = []
  for (const { table, sql, bytes } of tables) {
    const [counted] = await session.query<{ rows: number }>(`SELECT count(*) AS rows FROM ${sql}`)
    sizes.push({ table, rows: counted?.rows ?? 0, bytes })
  }
  return sizes
}
