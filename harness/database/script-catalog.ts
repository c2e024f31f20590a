import type { ScriptCatalog } from '../model/script-catalog.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { relationName, usersSchema } from './naming.ts'
import { connect, type Session } from './session.ts'

/** Asks a database for what a script that is to run there does not say. */
export async function readScriptCatalog(address: DatabaseAddress): Promise<ScriptCatalog> {
  await using session = await connect(address, 'fulldress')
  return await askScriptCatalog(session)
}

/** The same in a session that is there already; nothing is locked beyond the catalog. */
export async function askScriptCatalog(session: Session): Promise<ScriptCatalog> {
  const relations = await session.query<{ relation: string }>(RELATIONS)
  const functions = await session.query<{ name: string; definitions: readonly string[] }>(FUNCTIONS)
  const columns = await session.query<{ column: string; type: string; notNull: boolean }>(COLUMNS)
  const constraints = await session.query<Constraint>(CONSTRAINTS)
  const [zone] = await session.query<{ zone: string }>("SELECT current_setting('TimeZone') AS zone")
  const checks = constraints.filter(({ kind, validated }) => kind === 'c' && validated)
  return {
    timeZone: zone?.zone ?? '',
    relations: new Set(relations.map(({ relation }) => relation)),
    functions: new Map(functions.map(({ name, definitions }) => [name, definitions])),
    columnTypes: new Map(columns.map(({ column, type }) => [column, type])),
    notNull: new Set(columns.filter(({ notNull }) => notNull).map(({ column }) => column)),
    checks: Map.groupBy(checks, ({ relation }) => relation)
      .entries()
      .reduce(
        (all, [relation, own]) =>
          all.set(
            relation,
            own.map(({ expression }) => expression ?? ''),
          ),
        new Map<string, string[]>(),
      ),
    unvalidated: new Map(
      constraints
        .filter(({ validated }) => !validated)
        .map(({ relation, name, expression }) => [`${relation}.${name}`, expression ?? '']),
    ),
  }
}

interface Constraint {
  readonly relation: string
  readonly name: string
  readonly kind: string
  readonly validated: boolean
  readonly expression: string | null
}

const RELATIONS = `
  SELECT ${relationName('n.nspname', 'c.relname')} AS relation
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'i', 'I') AND ${usersSchema('n.nspname')}`

const COLUMNS = `
  SELECT ${relationName('n.nspname', 'c.relname')} || '.' || quote_ident(a.attname) AS column,
         format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS "notNull"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${usersSchema('n.nspname')}`

/** A not-null constraint that waits for VALIDATE (PostgreSQL 18) promises what a check of the same would. */
const CONSTRAINTS = `
  SELECT ${relationName('n.nspname', 'c.relname')} AS relation, k.conname AS name, k.contype::text AS kind, k.convalidated AS validated,
         CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
           WHEN 'n' THEN (SELECT quote_ident(a.attname) || ' IS NOT NULL' FROM pg_attribute a
                          WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]) END AS expression
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${usersSchema('n.nspname')}`

const FUNCTIONS = `
  SELECT p.proname AS name, array_agg(pg_get_functiondef(p.oid) ORDER BY p.oid) AS definitions
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('f', 'p') AND ${usersSchema('n.nspname')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  GROUP BY p.proname`
