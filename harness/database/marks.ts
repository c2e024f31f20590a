import type { DatabaseAddress } from '../model/stage.ts'
import { OWN_ROWS, relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

/** By table, as facts name it, a text that stays the same only while nobody writes, rewrites or reshapes it. */
export type TableMarks = ReadonlyMap<string, string>

/**
 * Reads the files and the counters of written rows of every table; a column that goes changes neither, so columns count
 * too. Sessions tell their counters when they end: whoever wrote must have left.
 */
export async function readMarks(address: DatabaseAddress): Promise<TableMarks> {
  await using session = await connect(address, 'fulldress')
  const rows = await session.query<{ table: string; mark: string }>(MARKS)
  return new Map(rows.map(({ table, mark }) => [table, mark]))
}

/** Tables of the first reading that are other in any later one, or gone. */
export function touchedTables(first: TableMarks, later: readonly TableMarks[]): readonly string[] {
  return [...first].flatMap(([table, mark]) => (later.every((marks) => marks.get(table) === mark) ? [] : [table]))
}

const MARKS = `
  SELECT ${relationName('n.nspname', 'c.relname')} AS table,
         concat_ws(';', files.told, (
           SELECT string_agg(concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod), ',' ORDER BY a.attnum)
           FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS mark
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT string_agg(concat_ws(':', f.oid, f.relfilenode, pg_stat_get_tuples_inserted(f.oid),
             pg_stat_get_tuples_updated(f.oid), pg_stat_get_tuples_deleted(f.oid)), ',' ORDER BY f.oid) AS told
    FROM pg_class f
    WHERE f.oid = c.oid OR (c.relkind = 'p' AND f.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))) AS files
  WHERE ${OWN_ROWS} AND ${usersSchema('n.nspname')}`
