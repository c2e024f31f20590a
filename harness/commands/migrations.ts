import { statSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { RehearsalError } from '../errors.ts'
import { LAYOUTS, recognise } from '../migrator/layouts/index.ts'
import type { LaidOutMigration, Recognition } from '../migrator/layouts/layout.ts'
import { type Listing, listFolder, readText } from '../migrator/layouts/listing.ts'

/** The migrations that an operator named, and those they stand among. */
export interface Found {
  /** What reports call it: the folder or the files, as the operator named them. */
  readonly name: string
  /** Whose migrations these are and what told so; null where the files stand for themselves. */
  readonly layout: Recognition | null
  /** All of their folder, in its tool's order. */
  readonly migrations: readonly LaidOutMigration[]
  /** Whether it was named: by its folder or its up file, or by its down file alone. */
  readonly isAsked: (migration: LaidOutMigration) => 'down' | boolean
  /** Files of SQL in the folder itself that the layout knows nothing of. */
  readonly leftAside: readonly string[]
}

/** Looks up a folder, files of one, or files that stand for themselves; ./migrations where nothing is named. */
export function findMigrations(paths: readonly string[], hint: string): Found {
  const named = (paths.length === 0 ? ['migrations'] : paths).map((path) => normalize(path).replace(/(?<=.)\/$/, ''))
  const [first = ''] = named
  if (named.some((path) => kindOf(path) === 'folder')) {
    if (named.length > 1)
      throw usage(`expected one folder, or files, found ${named.join(', ')}`, 'name one folder at a time')
    return ofFolder(first, hint)
  }
  const layout = homeOf(named)
  const name = named.length === 1 ? first : `${first} and ${named.length - 1} more`
  const isAsked = (migration: LaidOutMigration) => isNamed(named, migration)
  return { name, layout, migrations: layout?.migrations ?? named.map(alone), isAsked, leftAside: [] }
}

function ofFolder(folder: string, hint: string): Found {
  const listing = listFolder(folder)
  const found = recognise(listing)
  if (found === null) {
    const looked = LAYOUTS.map(({ tool, looksFor }) => `${looksFor} (${tool})`).join(', ')
    throw usage(`expected migrations in ${folder}, found none that begin or lie as a known tool's do: ${looked}`, hint)
  }
  const { migrations } = found
  if (migrations.length > 0)
    return { name: folder, layout: found, migrations, isAsked: () => true, leftAside: leftAside(listing, found) }
  throw usage(`expected migrations in ${folder} (${found.tool}, by ${found.because}), found none`, hint)
}

/** What is no more than a comment is nobody's loss. */
function leftAside(listing: Listing, { migrations }: Recognition): readonly string[] {
  const known = new Set(migrations.flatMap(({ up, down }) => [up.file, down?.file ?? '']))
  return listing.files
    .filter((file) => file.endsWith('.sql') && !file.includes('/') && !known.has(join(listing.path, file)))
    .filter(
      (file) =>
        listing
          .read(file)
          .replace(/--[^\n]*/g, '')
          .trim() !== '',
    )
}

/** The layout that the files lie in: their own folder's, or the one's above it. */
function homeOf(files: readonly string[]): Recognition | null {
  for (const folder of [dirname(files[0] ?? ''), dirname(dirname(files[0] ?? ''))]) {
    const found = recognise(listFolder(folder))
    const known = found?.migrations.flatMap(({ up, down }) => [up, ...(down === null ? [] : [down])]) ?? []
    const paths = new Set(known.map(({ file }) => resolve(file)))
    if (found !== null && files.every((file) => paths.has(resolve(file)))) return found
  }
  return null
}

/** By its up file in the direction asked for, by its down file downwards. */
function isNamed(files: readonly string[], { up, down }: LaidOutMigration): 'down' | boolean {
  const paths = new Set(files.map((file) => resolve(file)))
  if (paths.has(resolve(up.file))) return true
  return down !== null && paths.has(resolve(down.file)) ? 'down' : false
}

function alone(file: string): LaidOutMigration {
  return { name: file, up: { file, text: readText(file), transaction: true }, down: null }
}

function kindOf(path: string): 'folder' | 'file' {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    throw new RehearsalError(
      'file-missing',
      `expected a folder of migrations or a file of SQL at ${path}, found nothing there`,
      'name a folder such as db/migrations, or a file such as db/migrations/003_total.up.sql',
    )
  }
  return stats.isDirectory() ? 'folder' : 'file'
}

function usage(message: string, hint: string): RehearsalError {
  return new RehearsalError('usage', message, hint)
}
