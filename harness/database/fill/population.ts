import { describe } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { TOOLS_OWN } from '../../model/tools-own.ts'
import { identifier, OWN_ROWS, READ_AS, relationName, usersSchema } from '../naming.ts'
import { connect, type Session } from '../session.ts'
import { FILLING, type Filled, type FillOptions, fillTables } from './fill.ts'
import { fillMissing } from './missing.ts'

/** Rows of our own making in a database whose schema changes step by step. */
export interface Population {
  /**
   * Fills tables that have no row, and columns that hold no value; what has not changed since the last time is passed
   * over. Tables that cannot be filled are named with the reason.
   */
  grow(address: DatabaseAddress, options?: FillOptions): Promise<Filled>
  /**
   * Takes back rows of our own making that a migration refuses: those of the table that the server's error names and of
   * tables that refer to it, else all. Answers the tables that are empty now; none where the rows are not ours.
   */
  withdraw(address: DatabaseAddress, failure: unknown): Promise<readonly string[]>
  /** Whether rows of this table were made here. */
  made(relation: string): boolean
}

/** Tables above this hold data worth keeping as it is, and take long to look through. */
const SMALL_BYTES = 8 * 1024 * 1024
const SMALL_ROWS = 10_000

/**
 * Starts without any: `rows` is what each empty table is to get, but for `leftAlone`. The numbers of tables are the same in
 * every clone.
 */
export function startPopulation(rows: number, leftAlone?: string): Population {
  const made = new Map<number, string>()
  const known = new Map<number, string>()
  return {
    async grow(address, options) {
      const tables = (await changedTables(address, known)).filter(({ relation }) => relation !== leftAlone)
      const empty = tables.filter((table) => table.rows === 0)
      const outcome: Filled =
        empty.length === 0
          ? { filled: [], failed: [] }
          : await fillTables(
              address,
              empty.map(({ relation }) => relation),
              rows,
              options,
            )
      const filled = new Set(outcome.filled.map(({ relation }) => relation))
      for (const { oid, relation } of empty) if (filled.has(relation)) made.set(oid, relation)
      const failed = await fillColumns(address, tables)
      // What was just written changed nothing that is looked at here.
      for (const { oid, state } of tables) known.set(oid, state)
      return { filled: outcome.filled, failed: [...outcome.failed, ...failed] }
    },
    async withdraw(address, failure) {
      await using session = await connect(address, { application: 'fulldress', settings: FILLING })
      const named = await refusedTable(session, failure)
      if (named !== null && !made.has(named)) return []
      const gone = await session.query<Doomed>(DOOMED, [[...made.keys()], named])
      for (const { oid, sql } of gone) {
        await session.run(`DELETE FROM ${sql}`)
        await session.query(RESTART, [oid])
        made.delete(oid)
        known.delete(oid)
      }
      return gone.map(({ relation }) => relation)
    },
    made: (relation) => [...made.values()].includes(relation),
  }
}

interface Grown {
  readonly oid: number
  readonly relation: string
  readonly sql: string
  /** Whatever makes another look worth while. */
  readonly state: string
  readonly nullable: readonly string[]
  /** Counted up to a little more than few. */
  readonly rows: number
}

async function changedTables(address: DatabaseAddress, known: ReadonlyMap<number, string>): Promise<readonly Grown[]> {
  await using session = await connect(address, { application: 'fulldress', settings: FILLING })
  const all = await session.query<Grown>(TABLES, [SMALL_BYTES])
  const changed = all.filter(({ oid, state }) => known.get(oid) !== state)
  if (changed.length === 0) return []
  const [counts] = await session.query<{ rows: number[] }>(
    `SELECT ARRAY[${changed.map(({ sql }) => `(SELECT count(*) FROM (SELECT FROM ${sql} LIMIT ${SMALL_ROWS + 1}) AS few)::int4`).join(', ')}] AS rows`,
  )
  return changed.map((table, at) => ({ ...table, rows: counts?.rows[at] ?? 0 }))
}

async function fillColumns(address: DatabaseAddress, tables: readonly Grown[]): Promise<Filled['failed']> {
  await using session = await connect(address, { application: 'fulldress', settings: FILLING })
  const failed: { relation: string; reason: string }[] = []
  for (const { oid, relation, sql, nullable, rows } of tables) {
    if (nullable.length === 0 || rows === 0 || rows > SMALL_ROWS) continue
    try {
      const columns = await withoutValues(session, sql, nullable)
      if (columns.length > 0) await fillMissing(session, oid, { columns, rows })
    } catch (error) {
      failed.push({ relation, reason: describe(error) })
    }
  }
  return failed
}

async function withoutValues(session: Session, sql: string, nullable: readonly string[]): Promise<readonly string[]> {
  const [row] = await session.query<{ present: number[] }>(
    `SELECT ARRAY[${nullable.map((column) => `count(${identifier(column)})::int4`).join(', ')}] AS present FROM ${sql}`,
  )
  return nullable.filter((_, at) => row?.present[at] === 0)
}

/** The server names the table whose rows a constraint refuses; a value that cannot be converted has no table. */
async function refusedTable(session: Session, failure: unknown): Promise<number | null> {
  const error = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure
  const { schema, table } = (error ?? {}) as { readonly schema?: string; readonly table?: string }
  if (schema === undefined || table === undefined) return null
  const [row] = await session.query<{ oid: number | null }>(
    `SELECT to_regclass(${"format('%I.%I', $1::text, $2::text)"})::oid::int8 AS oid`,
    [schema, table],
  )
  return row?.oid ?? null
}

interface Doomed {
  readonly oid: number
  readonly relation: string
  readonly sql: string
}

/** Of the tables that are ours ($1), one ($2) with those that refer to it, or all of them. */
const DOOMED = `
  WITH RECURSIVE gone AS (
    SELECT c.oid FROM pg_class c WHERE c.oid = ANY ($1::oid[]) AND ($2::oid IS NULL OR c.oid = $2::oid)
    UNION
    SELECT k.conrelid FROM pg_constraint k JOIN gone ON k.confrelid = gone.oid
    WHERE k.contype = 'f' AND k.conrelid = ANY ($1::oid[]))
  SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS relation, ${READ_AS} AS sql
  FROM gone JOIN pg_class c ON c.oid = gone.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  ORDER BY c.oid`

/** Rows that come instead have the numbers of those that went: others refer to them where nothing declares it. */
const RESTART = `
  SELECT setval(s.oid, q.seqstart, false)
  FROM pg_depend o JOIN pg_class s ON s.oid = o.objid AND s.relkind = 'S' JOIN pg_sequence q ON q.seqrelid = s.oid
  WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjid = $1 AND o.deptype IN ('a', 'i')`

const TABLES = `
  SELECT c.oid::int8 AS oid, ${relationName('n.nspname', 'c.relname')} AS relation, ${READ_AS} AS sql,
         concat_ws(' ', c.relfilenode, string_agg(concat_ws(':', a.attnum, a.atttypid, a.attnotnull), ',' ORDER BY a.attnum)) AS state,
         coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE NOT a.attnotnull AND a.attgenerated = ''), '{}') AS nullable,
         0 AS rows
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')} AND pg_relation_size(c.oid) <= $1 AND c.relname !~* '${TOOLS_OWN}'
    AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
  GROUP BY c.oid, n.nspname, c.relname, c.relkind, c.relfilenode
  ORDER BY 2`
