import type { Session } from '../session.ts'
import type { Table } from './table.ts'

/** Large objects as a table of their own, named as no table can be: with a blank, and without quotes. */
export const LARGE_OBJECTS = 'large objects'

const PAGE = "(current_setting('block_size')::int8 / 4)"

/**
 * Page by page, so that an object of gigabytes costs no memory. Where nothing was written PostgreSQL reads zeros, whether
 * it keeps a page of them or none (https://www.postgresql.org/docs/current/lo-implementation.html): both count alike.
 */
const CONTENT = `
  SELECT concat_ws(' ', max(l.pageno * ${PAGE} + length(l.data)),
                   sum(hash_record_extended(ROW(l.pageno, rtrim(l.data, '\\x00')), 0))
                     FILTER (WHERE rtrim(l.data, '\\x00') <> ''))
  FROM pg_largeobject l WHERE l.loid = m.oid`

const GRANTS = `
  SELECT string_agg(a::text, ', ' ORDER BY a::text COLLATE "C")
  FROM unnest(coalesce(m.lomacl, acldefault('L', m.lomowner))) AS a`

const OBJECTS = `(
  SELECT m.tableoid, m.ctid, m.oid, pg_get_userbyid(m.lomowner)::text AS owner, (${GRANTS}) AS grants,
         obj_description(m.oid, 'pg_largeobject') AS comment, (${CONTENT}) AS content
  FROM pg_largeobject_metadata m) AS lo`

/** As the digest reads them: one row each, with a digest in the place of its contents. */
export const LARGE_OBJECTS_TABLE: Table = {
  table: LARGE_OBJECTS,
  sql: OBJECTS,
  columns: ['comment', 'content', 'grants', 'oid', 'owner'],
  families: { comment: 'text', content: 'text', grants: 'text', oid: 'oid', owner: 'text' },
  parts: [{ sql: OBJECTS, pages: 0, ranged: false }],
  key: ['oid'],
}

/** Most databases have none, and are then not shown as having a table of them. */
export async function hasLargeObjects(session: Session): Promise<boolean> {
  const [row] = await session.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM pg_largeobject_metadata) AS any')
  return row?.any ?? false
}
