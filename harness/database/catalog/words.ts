import { usersSchema } from '../naming.ts'

/** SQL that keeps the users' objects: not PostgreSQL's schemas, and no member of an extension, which its version says. */
export function ours(catalog: string, oid: string, schema = 'n.nspname'): string {
  return `${usersSchema(schema)} AND ${noMember(catalog, oid)}`
}

export function noMember(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM pg_catalog.pg_depend m
    WHERE m.classid = 'pg_catalog.${catalog}'::regclass AND m.objid = ${oid} AND m.deptype = 'e')`
}

/** SQL for a name in full: `public.orders`. */
export function full(schema: string, ...names: readonly string[]): string {
  return [schema, ...names].map((name) => `quote_ident(${name})`).join(` || '.' || `)
}

/** SQL for ` owner app`, to stand at the end of a definition. */
export function owner(oid: string): string {
  return `' owner ' || pg_catalog.pg_get_userbyid(${oid})`
}

/** SQL for a word and what follows it, or nothing where that is NULL or empty. */
export function clause(word: string, value: string): string {
  return `coalesce(' ${word} ' || nullif((${value})::text, ''), '')`
}

/** SQL for an array of options in an order of its own. */
export function sorted(array: string): string {
  return `(SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(${array}) AS o)`
}
