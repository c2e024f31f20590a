import { type Catalog, compareCatalogs } from '../database/catalog.ts'
import { isToolsOwn } from '../database/tools-own.ts'
import type { CatalogDifference } from '../model/evidence.ts'
import type { Stair } from './stair.ts'

/**
 * What differs, but for a tool's own tables where a tool goes: it makes them on its first way up and leaves them there.
 * Files that are applied here have no such tables, so theirs are the migrations' own doing.
 */
export function schemaDifferences(
  { files }: Pick<Stair, 'files'>,
  before: Catalog,
  after: Catalog,
): readonly CatalogDifference[] {
  const all = compareCatalogs(before, after)
  return files.length > 0 ? all : all.filter(({ object }) => !isToolsObject(object))
}

/** Tables whose rows are to be compared. */
export function tablesOfUsers({ files }: Pick<Stair, 'files'>, tables: readonly string[]): readonly string[] {
  return files.length > 0 ? tables : tables.filter((table) => !isToolsOwn(table))
}

/** What PostgreSQL appends to the name of a table, and of a column in it, for what belongs to them. */
const APPENDED = /_(?:pkey|key|idx|seq|check|not_null|fkey)\d*$/

/** A tool's table, or what belongs to it: `column public.schema_migrations.version`, `sequence public.migrations_id_seq`. */
export function isToolsObject(object: string): boolean {
  const names = object.split(/[\s.]+/).map((name) => name.replaceAll('"', ''))
  return names.some((name) => {
    const without = name.replace(APPENDED, '')
    const ofColumn = without === name ? name : without.replace(/_[^_]+$/, '')
    return [name, without, ofColumn].some(isToolsOwn)
  })
}
