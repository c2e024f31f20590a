import { type Catalog, compareCatalogs } from '../database/catalog.ts'
import type { CatalogDifference } from '../model/evidence.ts'
import type { StairRows } from '../model/facts-of-stairway.ts'
import { isToolsDefault, isToolsOwn } from '../model/tools-own.ts'
import type { Stair } from './stair.ts'

/**
 * What differs, but for a tool's own tables where a tool goes: it makes them on its first way up and leaves them there.
 * One that was there before is the users' as far as its schema goes, whatever it is called. Of a name that no tool has by
 * itself, `written` tells whether each way wrote the table. Files that are applied here have no such tables, so theirs are
 * the migrations' own doing.
 */
export function schemaDifferences(
  { files, history }: Pick<Stair, 'files' | 'history'>,
  before: Catalog,
  after: Catalog,
  written: (table: string) => boolean = () => false,
): readonly CatalogDifference[] {
  const all = compareCatalogs(before, after)
  if (files.length > 0) return all
  return all.filter(({ object, change, is }) => {
    const table = change === 'added' ? tableOf(object, is ?? '', history) : null
    if (table === null || before.objects.has(`table ${table}`)) return true
    return !(inFacts(table) === history || isToolsDefault(table) || (isToolsOwn(table) && written(inFacts(table))))
  })
}

/** Tables whose rows are the users' own. */
export function tablesOfUsers(
  { files, history }: Pick<Stair, 'files' | 'history'>,
  tables: readonly string[],
): readonly string[] {
  return files.length > 0 ? tables : tables.filter((table) => !isOwn(table, history))
}

/**
 * What a tool leaves in a table of its own is its affair; what was there before it came is not, and a table that is only
 * called like a tool's loses rows like any other.
 */
export function lossesAmong(rows: readonly StairRows[]): readonly StairRows[] {
  return rows.filter(({ lost }) => lost !== null && lost > 0)
}

/** Numbers that a tool skips in a table of its own are nobody else's. */
export function isToolsSequence(name: string, history?: string): boolean {
  return isOwn(name, history) || isOwn(withoutAppendix(name, history), history)
}

/** By its name, or as the operator said. */
function isOwn(table: string, history: string | undefined): boolean {
  return isToolsOwn(table) || inFacts(table) === history
}

/** A name as SQL quotes it, with the schema it is in. */
const NAME = '((?:"(?:[^"]|"")*"|[^\\s."(),]+)\\.(?:"(?:[^"]|"")*"|[^\\s."(),]+))'

/** Kinds of objects that are named after their table: `column public.orders.note`. */
const OF_TABLE = new RegExp(
  `^(?:comment on |grants on |statistics on )?(?:table|column|column order of|constraint|trigger|rule|policy|uses of the row type of) ${NAME}`,
)
const OF_SCHEMA = new RegExp(`^(?:comment on |grants on )?(?:index|sequence) ${NAME}$`)
const INDEXED = new RegExp(` ON (?:ONLY )?${NAME} `)
const OWNED = new RegExp(`owned by ${NAME}`)

/** The table that an object belongs to, with its schema; null for one that belongs to none. */
function tableOf(object: string, definition: string, history: string | undefined): string | null {
  const [, table] = OF_TABLE.exec(object) ?? []
  if (table !== undefined) return table
  const [, name] = OF_SCHEMA.exec(object) ?? []
  if (name === undefined) return null
  const [, owner] = INDEXED.exec(definition) ?? OWNED.exec(definition) ?? []
  return owner ?? withoutAppendix(name, history)
}

/** What PostgreSQL appends to the name of a table, and of a column in it, for what belongs to them. */
const APPENDED = /_(?:pkey|key|idx|seq|check|not_null|fkey)\d*$/

/** `public.migrations_id_seq` → `public.migrations`: a column's name goes where a tool's table is left by that. */
function withoutAppendix(name: string, history: string | undefined): string {
  const without = name.replace(APPENDED, '')
  const ofColumn = without.replace(/_[^_.]+$/, '')
  return without !== name && !isOwn(without, history) && isOwn(ofColumn, history) ? ofColumn : without
}

/** As facts name tables: without the schema that everybody has. */
function inFacts(table: string): string {
  return table.replace(/^public\./, '')
}
