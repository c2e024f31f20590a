import { availableParallelism } from 'node:os'
import type { TableDifference } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, READ_AS, relationName, usersSchema } from './naming.ts'
import { connect, type Session } from './session.ts'

export interface TableRows {
  readonly table: string
  readonly rows: number
  /** What the digest is made of, in the order of their names. */
  readonly columns: readonly string[]
  /** Sums of two 64-bit hashes over all rows: the same for the same rows in any order, physical or of columns. */
  readonly digest: string
}

export interface RowDigest {
  readonly tables: readonly TableRows[]
}

/**
 * A row becomes text, and text depends on these. With extra_float_digits above 0 a float's text is exact; a search
 * path that holds nothing spells every name in full.
 */
const SETTINGS = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '3',
  bytea_output: 'hex',
  search_path: '',
  row_security: 'off',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
} as const

/**
 * Digests the rows of every table of the users inside one snapshot, several tables at a time. With an earlier digest, of
 * each table only the columns that it had then: one that was added since is the catalog's news, and changes no row.
 * With `tables`, of those only.
 */
export async function digestRows(
  address: DatabaseAddress,
  earlier: RowDigest = { tables: [] },
  only: { readonly tables?: readonly string[] } = {},
): Promise<RowDigest> {
  const had = new Map(earlier.tables.map(({ table, columns }) => [table, columns]))
  await using sessions = new AsyncDisposableStack()
  const open = async () => sessions.use(await connect(address, { application: 'fulldress', settings: SETTINGS }))
  const first = await open()
  await first.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const [exported] = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot')
  const todo = (await first.query<Table>(TABLES)).filter(({ table }) => only.tables?.includes(table) ?? true)
  const digests: TableRows[] = []
  const work = async (session: Session) => {
    for (let table = todo.shift(); table !== undefined; table = todo.shift()) {
      digests.push(await digestTable(session, sharing(table, had.get(table.table))))
    }
  }
  const others = Array.from({ length: Math.min(3, availableParallelism() - 1, todo.length - 1) }, async () => {
    const session = await open()
    await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await session.run(`SET TRANSACTION SNAPSHOT '${exported?.snapshot}'`)
    await work(session)
  })
  await Promise.all([work(first), ...others])
  return { tables: digests.toSorted((one, other) => (one.table < other.table ? -1 : 1)) }
}

function sharing(table: Table, had: readonly string[] | undefined): Table {
  return had === undefined ? table : { ...table, columns: table.columns.filter((column) => had.includes(column)) }
}

/**
 * Tables whose rows are not the same multiset before and after, and those that are only in one of the two. `after` is to
 * be digested with `before` as its earlier digest.
 */
export function compareRows(before: RowDigest, after: RowDigest): readonly TableDifference[] {
  const [was, is] = [before, after].map(({ tables }) => new Map(tables.map((one) => [one.table, one])))
  const names = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].toSorted()
  return names.flatMap((table) => {
    const [one, other] = [was?.get(table), is?.get(table)]
    if (one !== undefined && other !== undefined && one.rows === other.rows && one.digest === other.digest) return []
    const lost = other === undefined ? [] : (one?.columns ?? []).filter((column) => !other.columns.includes(column))
    const columnsLost = lost.length === 0 ? {} : { columnsLost: lost }
    return [{ table, rowsBefore: one?.rows ?? null, rowsAfter: other?.rows ?? null, ...columnsLost }]
  })
}

interface Table {
  readonly table: string
  readonly sql: string
  /** In the order of their names: a column that was dropped and added again stands at another position. */
  readonly columns: readonly string[]
}

/** Largest first, so that the last one to be digested is a small one. */
const TABLES = `
  SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql,
         coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attname COLLATE "C") FILTER (WHERE a.attnum > 0), '{}') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}
  GROUP BY c.oid, n.nspname, c.relname
  ORDER BY c.relpages DESC, 1`

/**
 * The text of a row, unlike its binary form, holds no type's number, which differs for an enum that was dropped and
 * made again; and it tells NULL from '' and 1.0 from 1.00. OFFSET 0 keeps it from being made once per hash.
 */
async function digestTable(session: Session, { table, sql, columns }: Table): Promise<TableRows> {
  const [row] = await session.query<{ rows: number; digest: string }>(
    `SELECT count(*) AS rows, concat_ws(' ', sum(hashtextextended(r, 0)::numeric), sum(hashtextextended(r, 7)::numeric)) AS digest
     FROM (SELECT ROW(${columns.join(', ')})::text COLLATE "C" AS r FROM ${sql} OFFSET 0) AS t`,
  )
  return { table, rows: row?.rows ?? 0, columns, digest: row?.digest ?? '' }
}
