import type { Session } from '../session.ts'

/** A type, with the types that it is made of. */
export interface Type {
  readonly oid: number
  /** `int4`, without its schema. */
  readonly name: string
  readonly sql: string
  readonly kind: 'base' | 'composite' | 'enum' | 'range' | 'multirange' | 'pseudo'
  /** `pg_type.typcategory`: `S` for strings, `N` for numbers. */
  readonly category: string
  /** Of the domains that were taken off it: their checks, over `VALUE`. */
  readonly checks: readonly string[]
  readonly notNull: boolean
  /** What the innermost domain limits the type to; -1 for nothing. */
  readonly typmod: number
  readonly labels: readonly string[]
  /** Element of an array, else null. */
  readonly element: Type | null
  /** Bounds of a range, or ranges of a multirange. */
  readonly inner: Type | null
  readonly attributes: readonly Type[]
}

interface Row {
  readonly oid: number
  readonly name: string
  readonly sql: string
  readonly typtype: string
  readonly category: string
  readonly notNull: boolean
  readonly base: number
  readonly typmod: number
  readonly element: number
  readonly inner: number | null
  readonly attributes: readonly number[]
  readonly labels: readonly string[]
  readonly checks: readonly string[]
}

const KINDS: Readonly<Record<string, Type['kind']>> = {
  b: 'base',
  c: 'composite',
  e: 'enum',
  r: 'range',
  m: 'multirange',
}

/** Reads a type and what it is made of; of a domain, the type below with the domains' checks. */
export async function readType(session: Session, oid: number): Promise<Type> {
  const [row] = await session.query<Row>(TYPE, [oid], 'fill type')
  if (row === undefined) throw new Error(`expected a type with the number ${oid}, found none`)
  if (row.typtype === 'd') {
    const below = await readType(session, row.base)
    return {
      ...below,
      checks: [...below.checks, ...row.checks],
      notNull: below.notNull || row.notNull,
      typmod: below.typmod === -1 ? row.typmod : below.typmod,
    }
  }
  const attributes: Type[] = []
  for (const one of row.attributes) attributes.push(await readType(session, one))
  return {
    oid: row.oid,
    name: row.name,
    sql: row.sql,
    kind: KINDS[row.typtype] ?? 'pseudo',
    category: row.category,
    checks: [],
    notNull: false,
    typmod: -1,
    labels: row.labels,
    element: row.element === 0 ? null : await readType(session, row.element),
    inner: row.inner === null ? null : await readType(session, row.inner),
    attributes,
  }
}

/** typelem alone does not make an array: name and point have elements, and no category A. */
const TYPE = `
  SELECT t.oid::int8 AS oid, t.typname AS name, format_type(t.oid, NULL) AS sql, t.typtype::text AS typtype,
         t.typcategory::text AS category, t.typnotnull AS "notNull", t.typbasetype::int8 AS base, t.typtypmod AS typmod,
         CASE WHEN t.typcategory = 'A' THEN t.typelem::int8 ELSE 0 END AS element,
         coalesce((SELECT r.rngsubtype::int8 FROM pg_range r WHERE r.rngtypid = t.oid),
                  (SELECT r.rngtypid::int8 FROM pg_range r WHERE r.rngmultitypid = t.oid)) AS inner,
         array(SELECT a.atttypid::int8 FROM pg_attribute a
               WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped AND t.typtype = 'c' ORDER BY a.attnum)::float8[] AS attributes,
         array(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
         array(SELECT pg_get_expr(k.conbin, 0) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks
  FROM pg_type t WHERE t.oid = $1`
