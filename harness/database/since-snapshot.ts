import type { RowsSince } from '../model/facts-of-ways.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, READ_AS, relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** A count reads a whole table, and clients are waiting to be served. */
const SETTINGS = { statement_timeout: '5s', lock_timeout: '500ms', default_transaction_read_only: 'on' } as const

/** A replication origin that nothing ever uses: the whole server's and in no dump, so that only a restored server lacks it. */
const MARKER = 'fulldress_since_snapshot'
const NOT_MARKED = 'pg_replication_origin_oid($1) IS NULL'

/**
 * Marks the server, once a snapshot is taken, with what no snapshot of before can hold. Resolves to a number: whatever
 * transaction has it or a later one began after the snapshot.
 */
export async function markSnapshot(address: DatabaseAddress): Promise<number> {
  await using session = await connect(address, 'fulldress')
  await session.query(`SELECT pg_replication_origin_create($1) WHERE ${NOT_MARKED}`, [MARKER])
  const [row] = await session.query<{ next: string }>('SELECT pg_current_xact_id()::text AS next')
  return Number(row?.next)
}

/** Every transaction with a number below this one has ended. A session that is open does not count until it writes. */
export async function endedTransactions(address: DatabaseAddress): Promise<number> {
  await using session = await connect(address, 'fulldress')
  const [row] = await session.query<{ oldest: string }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS oldest',
  )
  return Number(row?.oldest)
}

export interface Since {
  readonly wholeServer: boolean
  readonly since: readonly RowsSince[]
  readonly tables: number
}

/**
 * Looks for rows that a transaction from the first number to below the second one wrote: after a restore of a snapshot
 * from before the first, none is there. Where the whole server was put back, numbers begin again and tell nothing; there
 * the marker is gone. Which rows were written is in their xmin, which freezing leaves as it is.
 */
export async function rowsSince(address: DatabaseAddress, from: number, to: number): Promise<Since> {
  const wholeServer = !(await removeMarker(address))
  await using session = await connect(address, { application: 'fulldress', settings: SETTINGS })
  const tables = await session.query<{ table: string; sql: string }>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')} ORDER BY 1`,
  )
  if (wholeServer) return { wholeServer, since: [], tables: tables.length }
  const since: RowsSince[] = []
  for (const { table, sql } of tables) {
    const count = `SELECT count(*) AS rows FROM ${sql} WHERE xmin::text::bigint >= $1 AND xmin::text::bigint < $2`
    const rows = await session.query<{ rows: number }>(count, [from, to]).then(
      ([counted]) => counted?.rows ?? 0,
      () => null,
    )
    if (rows !== 0) since.push({ table, rows })
  }
  return { wholeServer, since, tables: tables.length }
}

/** Resolves to whether it was there. */
async function removeMarker(address: DatabaseAddress): Promise<boolean> {
  await using session = await connect(address, 'fulldress')
  const [marked] = await session.query<{ there: boolean }>(`SELECT NOT (${NOT_MARKED}) AS there`, [MARKER])
  if (marked?.there === true) await session.query('SELECT pg_replication_origin_drop($1)', [MARKER])
  return marked?.there === true
}
