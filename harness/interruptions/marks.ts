import { LARGE_OBJECTS_MARK } from '../database/marks.ts'
import { relationName, usersSchema } from '../database/naming.ts'
import { LARGE_OBJECTS } from '../database/rows/large-objects.ts'
import { connect } from '../database/session.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/** What a table that was not written to keeps. */
interface Mark {
  /** Its files and how many rows were ever written to them, its partitions' among them. */
  readonly files: string
  /** Numbers and names: a column that was dropped and made again has another number, and none of its values. */
  readonly columns: string
}

export type Marks = ReadonlyMap<string, Mark>

const MARKS = `
  SELECT ${relationName('n.nspname', 'r.relname')} AS table,
         string_agg(concat_ws(':', c.relfilenode, pg_stat_get_tuples_inserted(c.oid),
                    pg_stat_get_tuples_updated(c.oid), pg_stat_get_tuples_deleted(c.oid)), ' ' ORDER BY c.oid) AS files,
         (SELECT string_agg(concat_ws(':', a.attnum, a.attname), ' ' ORDER BY a.attnum) FROM pg_attribute a
          WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c
  JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
  JOIN pg_namespace n ON n.oid = r.relnamespace
  WHERE c.relkind IN ('r', 'm') AND ${usersSchema('n.nspname')}
  GROUP BY n.nspname, r.relname, r.oid
  UNION ALL
  SELECT '${LARGE_OBJECTS}', ${LARGE_OBJECTS_MARK}, ''`

/** Asked over a new session, once those that wrote are gone: only then are all of their counts there. */
export async function readMarks(address: DatabaseAddress): Promise<Marks> {
  await using session = await connect(address, 'fulldress')
  const rows = await session.query<{ table: string } & Mark>(MARKS)
  return new Map(rows.map(({ table, ...mark }) => [table, mark]))
}

/** Readings before and after a run. */
export interface Marked {
  readonly before: Marks
  readonly after: Marks
}

/**
 * Tables whose rows may not be the same after both runs: those that either wrote to, and those whose columns one of them
 * made anew. A column that both add to an untouched table is the catalog's news.
 */
export function suspects(one: Marked, other: Marked): readonly string[] {
  const tables = new Set([...one.after.keys(), ...other.after.keys()])
  const isWritten = ({ before, after }: Marked, table: string) => before.get(table)?.files !== after.get(table)?.files
  return [...tables].filter(
    (table) =>
      isWritten(one, table) ||
      isWritten(other, table) ||
      one.after.get(table)?.columns !== other.after.get(table)?.columns,
  )
}
