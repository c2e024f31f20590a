import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../model/stage.ts'
import { isToolsLock, isToolsOwn } from '../model/tools-own.ts'
import { OWN_ROWS, relationName, usersSchema } from './naming.ts'
import { LARGE_OBJECTS } from './rows/large-objects.ts'
import { sequencePositions } from './sequence-positions.ts'
import { connect, type Session } from './session.ts'

/** By table, as facts name it. */
export interface TableMarks {
  /** A text that stays the same only while nobody writes, rewrites or reshapes the table. */
  readonly written: ReadonlyMap<string, string>
  /** How often its rows were looked for, found or not: by scans of the table and of its indexes. */
  readonly read: ReadonlyMap<string, number>
  /** Where each sequence stands, by its name in full. */
  readonly sequences: ReadonlyMap<string, string>
  /** Of all files of the database, dead rows included. */
  readonly bytes: number
}

/** For sessions of a tool that has exited, of which the server may hear later. */
const PATIENCE_MS = 2_000

/**
 * Reads the files and the counters of written rows of every table; a column that goes changes neither, so columns count
 * too. Sessions tell their counters when they end, so those of a tool are waited for.
 */
export async function readMarks(address: DatabaseAddress): Promise<TableMarks> {
  await using session = await connect(address, 'fulldress')
  await othersGone(session)
  const rows = await session.query<{ table: string; mark: string; reads: number }>(MARKS)
  const [size] = await session.query<{ bytes: number }>('SELECT pg_database_size(current_database()) AS bytes')
  return {
    written: new Map(rows.map(({ table, mark }) => [table, mark])),
    read: new Map(rows.map(({ table, reads }) => [table, reads])),
    sequences: await sequencePositions(session),
    bytes: size?.bytes ?? 0,
  }
}

/** A program's exit closes its connection, and the server's process ends, and tells what it wrote, a moment after that. */
export async function othersGone(session: Session): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while ((await session.query(OTHERS)).length > 0 && Date.now() < deadline) await sleep(10)
}

/** Our own sessions end before anybody goes on. */
const OTHERS = `
  SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
    AND application_name NOT LIKE 'fulldress%'`

/** Tables of the first reading that are other in any later one, or gone. A tool locks its table to find nothing to do. */
export function touchedTables(first: TableMarks, later: readonly TableMarks[]): readonly string[] {
  return [...first.written].flatMap(([table, mark]) =>
    isToolsLock(table) || later.every(({ written }) => written.get(table) === mark) ? [] : [table],
  )
}

/** Tables that were read or touched between two readings, but for those that migration tools keep about themselves. */
export function visitedTables(first: TableMarks, later: TableMarks): readonly string[] {
  const read = [...first.read].flatMap(([table, reads]) => (later.read.get(table) === reads ? [] : [table]))
  return [...new Set([...touchedTables(first, [later]), ...read])].filter((table) => !isToolsOwn(table)).toSorted()
}

/** What switches counters off for its own session leaves no trace in ours. */
export const UNCOUNTED = 'track_counts'

/**
 * A crash throws counters away, which then begin at 0 once more; and without them nobody can vouch for a table. A function
 * may switch them off for whoever calls it.
 */
const COUNTED = `
  CASE WHEN current_setting('${UNCOUNTED}')::bool AND NOT EXISTS (
    SELECT FROM pg_proc WHERE oid >= 16384 AND (prosrc ~* '${UNCOUNTED}' OR proconfig::text ~* '${UNCOUNTED}')) THEN (SELECT stats_reset FROM pg_stat_archiver) ELSE clock_timestamp() END`

/** Large objects stand in two tables for whole databases, and their comments among all others. */
export const LARGE_OBJECTS_MARK = `
  CASE WHEN EXISTS (SELECT FROM pg_largeobject_metadata) THEN concat_ws(';',
    (SELECT string_agg(concat_ws(':', pg_stat_get_tuples_inserted(l.oid), pg_stat_get_tuples_updated(l.oid),
              pg_stat_get_tuples_deleted(l.oid)), ',' ORDER BY l.oid)
     FROM pg_class l WHERE l.oid IN ('pg_largeobject'::regclass, 'pg_largeobject_metadata'::regclass)),
    (SELECT sum(hashtextextended(d.description, d.objoid::int8)) FROM pg_description d
     WHERE d.classoid = 'pg_largeobject'::regclass),
    ${COUNTED}) ELSE 'none' END`

/**
 * Types of the users that columns have, with all that those are made of. ALTER TYPE … DROP ATTRIBUTE and RENAME VALUE change
 * what rows hold, and neither their files nor their counters.
 */
const MADE_OF = `
  WITH RECURSIVE part (type, oid) AS (
    SELECT DISTINCT a.atttypid, a.atttypid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND a.atttypid >= 16384
    UNION
    SELECT p.type, e.oid FROM part p JOIN pg_type t ON t.oid = p.oid
    CROSS JOIN LATERAL (
      SELECT t.typelem UNION ALL SELECT t.typbasetype
      UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
      UNION ALL SELECT a.atttypid FROM pg_attribute a
        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS e (oid)
    WHERE e.oid >= 16384
  ), made (type, told) AS (
    SELECT p.type, string_agg(concat_ws(' ', p.oid,
      (SELECT string_agg(concat_ws(':', l.oid, l.enumlabel), ',' ORDER BY l.oid) FROM pg_enum l WHERE l.enumtypid = p.oid),
      (SELECT string_agg(concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod), ',' ORDER BY a.attnum)
       FROM pg_type t JOIN pg_attribute a ON a.attrelid = t.typrelid
       WHERE t.oid = p.oid AND a.attnum > 0 AND NOT a.attisdropped)), '/' ORDER BY p.oid)
    FROM part p GROUP BY p.type
  )`

const MARKS = `
  ${MADE_OF}
  SELECT ${relationName('n.nspname', 'c.relname')} AS table,
         concat_ws(';', files.told, ${COUNTED}, (
           SELECT string_agg(concat_ws(':', a.attnum, a.attname, a.atttypid, a.atttypmod, m.told), ',' ORDER BY a.attnum)
           FROM pg_attribute a LEFT JOIN made m ON m.type = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)) AS mark,
         files.reads
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT string_agg(concat_ws(':', f.oid, f.relfilenode, pg_stat_get_tuples_inserted(f.oid),
             pg_stat_get_tuples_updated(f.oid), pg_stat_get_tuples_deleted(f.oid)), ',' ORDER BY f.oid) AS told,
           (sum(pg_stat_get_numscans(f.oid)) + coalesce(sum((
             SELECT sum(pg_stat_get_numscans(i.indexrelid)) FROM pg_index i WHERE i.indrelid = f.oid)), 0))::int8 AS reads
    FROM pg_class f
    WHERE f.oid = c.oid OR (c.relkind = 'p' AND f.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))) AS files
  WHERE (${OWN_ROWS} OR c.relkind = 'm') AND ${usersSchema('n.nspname')}
  UNION ALL
  SELECT '${LARGE_OBJECTS}', ${LARGE_OBJECTS_MARK}, 0`
