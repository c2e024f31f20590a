import type { SequenceBehind } from '../model/facts-of-comparison.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { relationName, usersSchema } from './naming.ts'
import { connect } from './session.ts'

interface Owned {
  readonly sequence: string
  readonly column: string
  readonly sequenceSql: string
  readonly tableSql: string
  readonly columnSql: string
}

/** Sequences whose next value lies at or below a value that their column already holds: inserts will collide. */
export async function sequencesBehind(address: DatabaseAddress): Promise<readonly SequenceBehind[]> {
  await using session = await connect(address, 'fulldress')
  const behind: SequenceBehind[] = []
  for (const owned of await session.query<Owned>(OWNED)) {
    const [row] = await session.query<{ next: number; maximum: number }>(
      // As numeric, because the last number that bigint has may be taken already, and one more would be an error.
      `SELECT next::float8, maximum::float8
       FROM (SELECT CASE WHEN is_called THEN last_value::numeric + 1 ELSE last_value END AS next FROM ${owned.sequenceSql}) AS s,
            (SELECT max(${owned.columnSql}) AS maximum FROM ${owned.tableSql}) AS t
       WHERE next <= maximum`,
    )
    if (row === undefined) continue
    behind.push({ sequence: owned.sequence, column: owned.column, next: row.next, maximum: row.maximum })
  }
  return behind
}

/** Ascending sequences that belong to a number column, by serial, identity or OWNED BY. */
const OWNED = `
  SELECT ${relationName('sn.nspname', 's.relname')} AS sequence,
         ${relationName('tn.nspname', 't.relname')} || '.' || quote_ident(a.attname) AS column,
         format('%I.%I', sn.nspname, s.relname) AS "sequenceSql",
         format('%I.%I', tn.nspname, t.relname) AS "tableSql", quote_ident(a.attname) AS "columnSql"
  FROM pg_class s
  JOIN pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_sequence q ON q.seqrelid = s.oid AND q.seqincrement > 0
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i')
   AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
  JOIN pg_class t ON t.oid = d.refobjid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE s.relkind = 'S' AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
    AND ${usersSchema('sn.nspname')}
  ORDER BY 1`
