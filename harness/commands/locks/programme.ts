import { statSync } from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import { LAYOUTS, recognise } from '../../migrator/layouts/index.ts'
import type { LaidOutMigration, Recognition, Script } from '../../migrator/layouts/layout.ts'
import { type Listing, listFolder, readText } from '../../migrator/layouts/listing.ts'
import type { NamedText } from '../../sql/places.ts'

/** One script's turn: examined, or only applied because later ones need what it does. */
export interface ScriptTurn {
  readonly kind: 'script'
  readonly name: string
  readonly script: Script
  readonly direction: 'up' | 'down'
  readonly examined: boolean
}

/** A tool's own command. What it sends is looked up in the texts, for file and line. */
export interface CommandTurn {
  readonly kind: 'command'
  readonly name: string
  readonly texts: readonly NamedText[]
}

export type Turn = ScriptTurn | CommandTurn

export function isExamined(turn: Turn): boolean {
  return turn.kind === 'command' || turn.examined
}

export interface Programme {
  /** What reports call it: the folder or the files, as the operator named them. */
  readonly name: string
  /** Whose migrations these are and what told so; null where the files stand for themselves. */
  readonly layout: Pick<Recognition, 'tool' | 'because'> | null
  readonly turns: readonly Turn[]
  /** Files of SQL in the folder itself that the layout knows nothing of, and that nobody examines therefore. */
  readonly leftAside: readonly string[]
}

const HINT = 'any other tool can be examined by its own command: fulldress locks --command "npm run migrate"'

/**
 * Which scripts are examined, and which are applied before them: of a folder all, in its tool's order; of files those,
 * after the earlier ones of their folder. Down scripts are examined in the opposite order, once all is up.
 */
export function chooseProgramme(paths: readonly string[], direction: 'up' | 'down'): Programme {
  const named = (paths.length === 0 ? ['migrations'] : paths).map((path) => normalize(path).replace(/(?<=.)\/$/, ''))
  const [first = ''] = named
  if (named.some((path) => kindOf(path) === 'folder')) {
    if (named.length > 1)
      throw usage(`expected one folder, or files, found ${named.join(', ')}`, 'name one folder at a time')
    return ofFolder(first, direction)
  }
  const home = homeOf(named)
  const name = named.length === 1 ? first : `${first} and ${named.length - 1} more`
  if (home === null) return { name, layout: null, turns: named.map(alone), leftAside: [] }
  return {
    name,
    layout: home,
    turns: turnsOf(home.migrations, (script) => isNamed(named, script), direction),
    leftAside: [],
  }
}

function ofFolder(folder: string, direction: 'up' | 'down'): Programme {
  const listing = listFolder(folder)
  const found = recognise(listing)
  if (found === null) {
    const looked = LAYOUTS.map(({ tool, looksFor }) => `${looksFor} (${tool})`).join(', ')
    throw usage(`expected migrations in ${folder}, found none that begin or lie as a known tool's do: ${looked}`, HINT)
  }
  const turns = turnsOf(found.migrations, () => true, direction)
  if (turns.some(({ examined }) => examined))
    return { name: folder, layout: found, turns, leftAside: leftAside(listing, found) }
  throw usage(`expected migrations to examine in ${folder} (${found.tool}, by ${found.because}), found none`, HINT)
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

/** Ups in order as far as they are needed, then the downs that are asked for, last first. */
function turnsOf(
  migrations: readonly LaidOutMigration[],
  isAsked: (migration: LaidOutMigration) => 'up' | 'down' | boolean,
  direction: 'up' | 'down',
): readonly ScriptTurn[] {
  const wishes = migrations.map((migration) => {
    const asked = isAsked(migration)
    return asked === true ? direction : asked
  })
  const last = wishes.findLastIndex((wish) => wish !== false)
  const ups = migrations.slice(0, last + 1).map(({ up }, index): ScriptTurn => {
    return { kind: 'script', name: up.file, script: up, direction: 'up', examined: wishes[index] === 'up' }
  })
  const firstDown = wishes.indexOf('down')
  const downs = firstDown < 0 ? [] : migrations.slice(firstDown, last + 1).toReversed()
  return [
    ...ups,
    ...downs.map((migration): ScriptTurn => {
      const script = migration.down ?? missingDown(migration)
      return {
        kind: 'script',
        name: script.file,
        script,
        direction: 'down',
        examined: wishes[migrations.indexOf(migration)] === 'down',
      }
    }),
  ]
}

function missingDown({ name }: LaidOutMigration): never {
  throw usage(`expected ${name} to have a way down, found none`, 'name the migrations whose way down there is')
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

function alone(file: string): ScriptTurn {
  return {
    kind: 'script',
    name: file,
    script: { file, text: readText(file), transaction: true },
    direction: 'up',
    examined: true,
  }
}

function kindOf(path: string): 'folder' | 'file' {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) {
    throw new RehearsalError(
      'file-missing',
      `expected a folder of migrations or a file of SQL at ${path}, found nothing there`,
      'name it: fulldress locks db/migrations, or fulldress locks db/migrations/003_total.up.sql',
    )
  }
  return stats.isDirectory() ? 'folder' : 'file'
}

function usage(message: string, hint: string): RehearsalError {
  return new RehearsalError('usage', message, hint)
}
