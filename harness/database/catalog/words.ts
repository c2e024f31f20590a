import { usersSchema } from '../naming.ts'

/** One kind of object: SQL for rows of `object` and `definition`, above GROUND. */
export interface Part {
  readonly sql: string
  /** What stands after FROM to find one such object, where most databases have none; a guess too many does no harm. */
  readonly where?: string
}

export const OWN = 'oid >= 16384'

/**
 * What all queries stand on. `member`: objects that belong to an extension, whose version says them all. `space`: the
 * users' schemas, not PostgreSQL's own. `relation`: their tables, views, sequences and indexes, by name in full.
 */
export const GROUND = `
  WITH member AS MATERIALIZED (
    SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
  ), space AS MATERIALIZED (
    SELECT n.oid, quote_ident(n.nspname) AS name FROM pg_namespace n WHERE ${usersSchema('n.nspname')}
  ), relation AS MATERIALIZED (
    SELECT c.*, n.name || '.' || quote_ident(c.relname) AS name FROM pg_class c JOIN space n ON n.oid = c.relnamespace
    WHERE c.relkind <> 't' AND ${noMember('pg_class', 'c.oid')}
  )`

/** SQL that keeps what belongs to no extension. */
export function noMember(catalog: string, oid: string): string {
  return `${oid} NOT IN (SELECT m.objid FROM member m WHERE m.classid = 'pg_catalog.${catalog}'::regclass)`
}

/** SQL for a name in full, below a `space` or a `relation`: `public.orders.note`. */
export function below(parent: string, name: string): string {
  return `${parent}.name || '.' || quote_ident(${name})`
}

/** SQL for `, owner app`, to stand at the end of a definition. */
export function owner(oid: string): string {
  return `', owner ' || quote_ident(pg_get_userbyid(${oid}))`
}

/** SQL for a word and what follows it, or nothing where that is NULL or empty. */
export function clause(word: string, value: string): string {
  return `coalesce(', ${word === '' ? '' : `${word} `}' || nullif((${value})::text, ''), '')`
}

/** SQL for words where a condition holds. */
export function flag(condition: string, words: string): string {
  return `CASE WHEN ${condition} THEN ', ${words}' ELSE '' END`
}

/** SQL for an array of options in an order of its own. Asked first: to sort nothing costs as much as to sort. */
export function sorted(array: string): string {
  return `CASE WHEN ${array} IS NOT NULL THEN (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(${array}) AS o) END`
}

/** SQL for the name of a function that may be none, 0 in the catalog. */
export function maybe(
  column: string,
  type: 'regproc' | 'regprocedure' | 'regoperator' | 'regtype' = 'regproc',
): string {
  return `nullif(${column}::oid, 0)::${type}::text`
}

/** SQL for the name of a tablespace other than the database's own. */
export function tablespace(oid: string): string {
  return `CASE WHEN ${oid} <> 0 THEN (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = ${oid}) END`
}

/** SQL that tells whether a child has something from its parent, and whether it would keep it alone. */
export function inherited(parents: string, local: string): string {
  return `CASE WHEN ${parents} > 0 THEN CASE WHEN ${local} THEN 'inherited and its own' ELSE 'inherited' END END`
}
