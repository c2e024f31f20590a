import { identifier, relationName } from '../naming.ts'
import type { Session } from '../session.ts'
import { type Column, readColumns } from './column.ts'
import { type Bound, type Condition, readPartitions } from './partition.ts'

/** Columns that together may hold each combination of values once. */
export interface UniqueKey {
  readonly columns: readonly string[]
}

export interface ForeignKey {
  readonly columns: readonly string[]
  /** `pg_class.oid` of the table that is referred to. */
  readonly parent: number
  /** As SQL names it. */
  readonly parentSql: string
  readonly parentColumns: readonly string[]
  /** Nothing declares it: it is told by the column's name alone, and may be left alone. */
  readonly implied: boolean
}

/** What the catalog says about a table that is to be filled. */
export interface Table {
  readonly oid: number
  /** `orders`, or `schema.orders` outside public. */
  readonly relation: string
  readonly sql: string
  readonly partitioned: boolean
  readonly columns: readonly Column[]
  readonly uniques: readonly UniqueKey[]
  readonly foreignKeys: readonly ForeignKey[]
  /** Check constraints, of the table and of its columns' domains, and what its partitions admit. */
  readonly conditions: readonly Condition[]
  readonly bounds: readonly Bound[]
  /** What is computed of each row, by generated columns and by indexes: a value that makes it an error fits nowhere. */
  readonly expressions: readonly Condition[]
}

/** Reads what constrains the rows of a table. */
export async function readTable(session: Session, oid: number): Promise<Table> {
  const [named] = await session.query<{ relation: string; sql: string; partitioned: boolean }>(
    `SELECT ${relationName('n.nspname', 'c.relname')} AS relation, format('%I.%I', n.nspname, c.relname) AS sql,
            c.relkind = 'p' AS partitioned
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1`,
    [oid],
  )
  if (named === undefined) throw new Error(`expected a table with the number ${oid}, found none`)
  const columns = await readColumns(session, oid)
  const { bounds, condition } = await readPartitions(session, oid)
  const checks = await session.query<Condition>(CHECKS, [oid])
  const domains = columns.flatMap(({ name, type }) =>
    type.checks.map((sql) => ({ sql: sql.replace(/\bVALUE\b/g, identifier(name)), columns: [name] })),
  )
  return {
    ...named,
    oid,
    columns,
    uniques: await session.query<UniqueKey>(UNIQUES, [oid]),
    foreignKeys: [
      ...(await session.query<ForeignKey>(FOREIGN_KEYS, [oid])),
      ...(await session.query<ForeignKey>(IMPLIED, [oid])),
    ],
    conditions: [...checks, ...domains, ...(condition === null ? [] : [condition])],
    bounds,
    expressions: await session.query<Condition>(EXPRESSIONS, [oid]),
  }
}

const CHECKS = `
  SELECT pg_get_expr(k.conbin, k.conrelid) AS sql,
         array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)) AS columns
  FROM pg_constraint k
  WHERE k.conrelid = $1 AND k.contype = 'c' AND k.conkey IS NOT NULL
  ORDER BY k.conname`

/** An index over expressions depends on the columns that they read; those of a plain index are its own. */
const UNIQUES = `
  SELECT CASE WHEN 0 = ANY (i.indkey::int2[])
    THEN array(SELECT DISTINCT a.attname::text FROM pg_depend d
               JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
               WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = i.indrelid)
    ELSE array(SELECT a.attname::text FROM pg_attribute a
               WHERE a.attrelid = i.indrelid AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])) END AS columns
  FROM pg_index i
  WHERE i.indrelid = $1 AND i.indisunique
  ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid`

/** Of generated columns, whose expressions depend on what they read; of indexes, keys that are expressions, and for which rows. */
const EXPRESSIONS = `
  SELECT pg_get_expr(d.adbin, d.adrelid) AS sql,
         array(SELECT a.attname::text FROM pg_depend p JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
               WHERE p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refobjid = d.adrelid
                 AND p.refobjsubid <> d.adnum) AS columns
  FROM pg_attrdef d JOIN pg_attribute g ON g.attrelid = d.adrelid AND g.attnum = d.adnum AND g.attgenerated <> ''
  WHERE d.adrelid = $1
  UNION ALL
  SELECT k.sql, array(SELECT DISTINCT a.attname::text FROM pg_depend p
                      JOIN pg_attribute a ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
                      WHERE p.classid = 'pg_class'::regclass AND p.objid = i.indexrelid AND p.refobjid = i.indrelid)
  FROM pg_index i
  CROSS JOIN LATERAL (
    SELECT pg_get_indexdef(i.indexrelid, at, true) AS sql
    FROM generate_series(1, i.indnkeyatts) AS at WHERE i.indkey[at - 1] = 0
    UNION ALL
    SELECT pg_get_expr(i.indpred, i.indrelid) WHERE i.indpred IS NOT NULL) AS k
  WHERE i.indrelid = $1 AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)`

/** A reference to a partitioned table has copies of itself, one for each partition, which add nothing. */
const FOREIGN_KEYS = `
  SELECT array(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(num, at)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.at) AS columns,
         k.confrelid::int8 AS parent, format('%I.%I', n.nspname, p.relname) AS "parentSql",
         array(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(num, at)
               JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.at) AS "parentColumns",
         false AS implied
  FROM pg_constraint k
  JOIN pg_class p ON p.oid = k.confrelid
  JOIN pg_namespace n ON n.oid = p.relnamespace
  LEFT JOIN pg_constraint whole ON whole.oid = k.conparentid
  WHERE k.conrelid = $1 AND k.contype = 'f' AND whole.conrelid IS DISTINCT FROM k.conrelid
  ORDER BY cardinality(k.conkey) DESC, k.conname`

/** `user_id` beside a table users whose key has the same type: a foreign key that is added later will expect as much. */
const IMPLIED = `
  SELECT ARRAY[a.attname::text] AS columns, p.oid::int8 AS parent, format('%I.%I', n.nspname, p.relname) AS "parentSql",
         ARRAY[key.attname::text] AS "parentColumns", true AS implied
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT regexp_replace(a.attname, '_id$', '') AS noun) AS named
  JOIN pg_class p ON p.relnamespace = c.relnamespace AND p.relkind IN ('r', 'p') AND p.oid <> c.oid
   AND p.relname IN (noun, noun || 's', noun || 'es', regexp_replace(noun, 'y$', 'ies'))
  JOIN pg_index i ON i.indrelid = p.oid AND i.indisprimary AND i.indnkeyatts = 1
  JOIN pg_attribute key ON key.attrelid = p.oid AND key.attnum = i.indkey[0] AND key.atttypid = a.atttypid
  WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attname ~ '._id$'
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
    AND NOT EXISTS (SELECT FROM pg_index u WHERE u.indrelid = a.attrelid AND u.indisprimary AND u.indnkeyatts = 1 AND a.attnum = u.indkey[0])
  ORDER BY a.attnum, p.relname`
