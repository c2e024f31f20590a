import { OWN_ROWS, READ_AS, relationName, usersSchema } from '../naming.ts'
import type { Session } from '../session.ts'
import { familyOf } from './form.ts'
import { hasLargeObjects, LARGE_OBJECTS, LARGE_OBJECTS_TABLE } from './large-objects.ts'
import type { Table } from './table.ts'

interface Listed extends Omit<Table, 'columns' | 'families' | 'query'> {
  readonly query: string | null
  readonly columns: readonly { readonly name: string; readonly type: string; readonly builtIn: boolean }[]
}

/** Types below this number come with PostgreSQL: FirstUnpinnedObjectId and those that initdb makes end there. */
const FIRST_NORMAL_OID = 16_384

const COLUMNS = `
  SELECT jsonb_agg(jsonb_build_object('name', quote_ident(a.attname), 'type', y.typname,
           'builtIn', y.oid < ${FIRST_NORMAL_OID} AND y.typnamespace = 'pg_catalog'::regnamespace)
         ORDER BY a.attname COLLATE "C")
  FROM pg_attribute a
  JOIN base b ON b.oid = a.atttypid
  JOIN pg_type y ON y.oid = b.base
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`

const PARTS = `
  SELECT jsonb_agg(jsonb_build_object('sql', CASE l.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || format('%I.%I', m.nspname, l.relname),
           'pages', CASE l.relkind WHEN 'r' THEN pg_relation_size(l.oid) / current_setting('block_size')::int ELSE 0 END,
           'ranged', l.relkind = 'r'))
  FROM pg_partition_tree(c.oid) AS p
  JOIN pg_class l ON l.oid = p.relid
  JOIN pg_namespace m ON m.oid = l.relnamespace
  WHERE p.isleaf AND l.relkind <> 'p'`

const TABLES = `
  WITH RECURSIVE base (oid, base) AS (
    SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
    UNION ALL
    SELECT d.oid, b.base FROM pg_type d JOIN base b ON b.oid = d.typbasetype WHERE d.typtype = 'd'
  )
  SELECT * FROM (
    SELECT ${relationName('n.nspname', 'c.relname')} AS table, ${READ_AS} AS sql,
           coalesce((${COLUMNS}), '[]') AS columns,
           CASE c.relkind WHEN 'm' THEN rtrim(pg_get_viewdef(c.oid), ';') END AS query,
           NOT c.relispopulated AS unpopulated,
           CASE
             WHEN NOT c.relispopulated THEN '[]'
             WHEN c.relkind = 'p' THEN coalesce((${PARTS}), '[]')
             ELSE jsonb_build_array(jsonb_build_object('sql', ${READ_AS}, 'ranged', true,
               'pages', pg_relation_size(c.oid) / current_setting('block_size')::int))
           END AS parts
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE (${OWN_ROWS} OR c.relkind = 'm') AND ${usersSchema('n.nspname')}
  ) AS t
  WHERE $1::text[] IS NULL OR t.table = ANY ($1)
  ORDER BY t.table COLLATE "C"`

/** The users' tables and materialised views, all or those named, by name; after them large objects, where there are any. */
export async function listTables(session: Session, names?: readonly string[]): Promise<readonly Table[]> {
  const listed = await session.query<Listed>(TABLES, [names ?? null])
  const tables = listed.map(({ columns, query, ...table }) => ({
    ...table,
    ...(query === null ? {} : { query }),
    columns: columns.map(({ name }) => name),
    families: Object.fromEntries(columns.map(({ name, type, builtIn }) => [name, familyOf(type, builtIn)])),
  }))
  const objects = names === undefined ? await hasLargeObjects(session) : names.includes(LARGE_OBJECTS)
  return objects ? [...tables, LARGE_OBJECTS_TABLE] : tables
}
