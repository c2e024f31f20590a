import { join, relative } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { LaidOutMigration, Recognition } from '../../migrator/layouts/layout.ts'
import { recogniseLightly } from '../../migrator/layouts/of-a-rehearsal.ts'
import { listSqlFiles } from '../../spec/sql-files.ts'
import { folderOf, type ProjectFiles } from './project-files.ts'
import type { Released } from './released.ts'

/** Migrations of SQL, and which of them are the upgrade. */
export interface SqlMigrations {
  /** Relative to the project. */
  readonly folder: string
  readonly tool: string
  readonly because: string
  /** Names of all, in order. */
  readonly names: readonly string[]
  /** The last that production has; null where the upgrade has all there are. */
  readonly base: string | null
  /** Those of the upgrade; none where there is but one migration, which then is the schema to begin with. */
  readonly upgrade: readonly string[]
  /** What told them from those before. */
  readonly chosenBy: string
  /** Of the upgrade, those that nothing undoes. */
  readonly withoutDown: readonly string[]
  /** Other folders that hold migrations as well. */
  readonly others: readonly string[]
}

/** A folder, relative to the project, and whose migrations it holds. */
export interface MigrationsFolder {
  readonly folder: string
  readonly found: Recognition
}

/** Folders of plain numbered files are migrations only where their name says so. */
const SOUNDS_LIKE = /migrat|schema|ddl|changes|versions|upgrade|^sql$|^db$|^\.$/i
const FOR_TESTS = /(^|\/)(tests?|spec|fixtures|examples?|testdata|bench)(\/|$)/i
const MARKS = /^(sqitch\.plan|migration_lock\.toml)$/

/** Folders of migrations in any layout that `fulldress locks` recognises, first the one that a project most likely means. */
export function findSqlMigrations(project: ProjectFiles): readonly MigrationsFolder[] {
  const homes = [...new Set(project.files.flatMap(homesOf))]
  const found = homes.flatMap((folder) => {
    const recognition = recogniseIn(join(project.folder, folder))
    if (recognition === null || recognition.migrations.length === 0) return []
    const plain = recognition.tool === 'numbered files'
    return plain && !SOUNDS_LIKE.test(folder.split('/').at(-1) ?? '') ? [] : [{ folder, found: recognition }]
  })
  const usable = found.filter(({ folder }) => 'files' in listSqlFiles(folder, 'up', project.folder))
  return usable.toSorted((one, other) => compare(rankOf(one), rankOf(other)))
}

/** Cuts the likeliest migrations where production ends: after what the last release held, else before the newest. */
export function cutAtRelease(
  project: ProjectFiles,
  candidates: readonly MigrationsFolder[],
  released: Released | null,
): SqlMigrations | null {
  const [first, ...others] = candidates
  if (first === undefined) return null
  const { folder, found } = first
  const { migrations, tool, because } = found
  const home = join(project.folder, folder)
  const known = migrations.map(({ up }) => released?.files.has(relative(project.folder, up.file)) ?? false)
  const last = known.lastIndexOf(true)
  const byRelease = released !== null && last >= 0 && last < migrations.length - 1
  const cut = byRelease ? last : migrations.length - 2
  const upgrade = migrations.length === 1 ? [] : migrations.slice(cut + 1)
  const name = (migration: LaidOutMigration) => nameOf(home, migration)
  return {
    ...{ folder, tool, because },
    names: migrations.map(name),
    base: migrations.length === 1 ? null : name(migrations[cut] as LaidOutMigration),
    upgrade: upgrade.map(name),
    chosenBy: byRelease ? `not in ${released.name}` : 'the newest',
    withoutDown: upgrade.filter(({ down }) => down === null || isEmpty(down.text)).map(name),
    others: others.map((other) => other.folder),
  }
}

/** As `after` and `upTo` of a spec take it. */
function nameOf(home: string, { name }: LaidOutMigration): string {
  return relative(home, name).replace(/\.up\.sql$/, '')
}

/** A way down of comments alone undoes nothing. */
function isEmpty(sql: string): boolean {
  return sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() === ''
}

/** Folders that a file makes a home of migrations: its own, or the one above where each migration has a folder. */
function homesOf(file: string): readonly string[] {
  const folder = folderOf(file)
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (/^(up|migration)\.sql$/.test(name)) return [folderOf(folder)]
  if (name === '_journal.json' && /(^|\/)meta$/.test(folder)) return [folderOf(folder)]
  if (name.endsWith('.sql')) return /(^|\/)committed$/.test(folder) ? [folderOf(folder)] : [folder]
  return MARKS.test(name) ? [folder] : []
}

function rankOf({ folder, found }: MigrationsFolder): readonly number[] {
  const last = folder.split('/').at(-1) ?? ''
  const depth = folder === '.' ? 0 : folder.split('/').length
  return [
    Number(FOR_TESTS.test(folder)),
    Number(found.tool === 'numbered files'),
    Number(!/migrat/i.test(last)),
    depth,
    -found.migrations.length,
  ]
}

function compare(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((value, index) => value !== other[index])
  return differs < 0 ? 0 : (one[differs] ?? 0) - (other[differs] ?? 0)
}

/** A folder that its tool could not read is nobody's. */
function recogniseIn(folder: string): Recognition | null {
  try {
    return recogniseLightly(folder)
  } catch (error) {
    if (error instanceof RehearsalError || error instanceof SyntaxError) return null
    throw error
  }
}
