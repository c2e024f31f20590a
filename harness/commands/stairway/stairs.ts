import { join } from 'node:path'
import { UNCOUNTED } from '../../database/marks.ts'
import { RehearsalError } from '../../errors.ts'
import { applyScripts } from '../../migrator/apply.ts'
import type { LaidOutMigration, Recognition, Script } from '../../migrator/layouts/layout.ts'
import { refusePsqlFiles } from '../../migrator/psql-files.ts'
import type { NamedText } from '../../sql/places.ts'
import { groupStairs, type Span } from '../../stairway/group.ts'
import type { Flight, Stair } from '../../stairway/stair.ts'
import { PATIENCE_MS, runTool } from '../ground/tool.ts'
import { findMigrations } from '../migrations.ts'
import { byBatch } from './batch.ts'
import { unwrapped } from './unwrapped.ts'

/** What is climbed, in order. */
export interface Stairs {
  /** What reports call it. */
  readonly name: string
  readonly layout: Pick<Recognition, 'tool' | 'because'> | null
  readonly leftAside: readonly string[]
  /** Files that are applied statement by statement, where a tool may wrap each in a transaction. */
  readonly unwrapped: readonly string[]
  /** Of those that are tried; null for a tool that only knows when there are none left. */
  readonly names: readonly string[] | null
  /** The first file that is tried, where others come before it. */
  readonly first: Script | null
  /** With those before the first, which may be in the base already, or without. */
  list(options: FlightOptions & { readonly earlier: boolean }): Iterable<Stair>
}

export interface FlightOptions {
  /** `lock_timeout` that whoever runs them sets; null for none. */
  readonly lockTimeoutMs: number | null
  /** The run's folder, for the logs of commands. */
  readonly folder: string
  readonly progress: (line: string) => void
}

const HINT = 'any other tool can climb by its own commands: fulldress stairway --up "npm run up" --down "npm run down"'

/** Files as stairs: a folder's all, or those that are named and what lies between them. */
export function stairsOfFiles(
  paths: readonly string[],
  irreversible: ReadonlyMap<string, string>,
  groups: readonly Span[],
): Stairs {
  const { name, layout, migrations, isAsked, leftAside } = findMigrations(paths, HINT)
  const asked = migrations.map((migration) => isAsked(migration) !== false)
  const [from, to] = [asked.indexOf(true), asked.lastIndexOf(true)]
  const climbed = migrations.slice(from, to + 1)
  refusePsqlFiles(
    textsOf(migrations.slice(0, to + 1)),
    "`fulldress stairway --up 'psql -v ON_ERROR_STOP=1 -f UP_FILE' --down 'psql -v ON_ERROR_STOP=1 -f DOWN_FILE'`, or the tool's own commands",
  )
  const reasons = reasonsFor(climbed, irreversible)
  const list: Stairs['list'] = ({ earlier, ...options }) => {
    const each = migrations.slice(earlier ? 0 : from, to + 1).map((migration): Stair => {
      const reason = reasons.get(migration)
      return {
        ...stairOf(migration, options),
        ...(isAsked(migration) === false ? { passing: true } : {}),
        ...(reason === undefined ? {} : { irreversible: reason }),
      }
    })
    return groupStairs(each, groups)
  }
  return {
    name,
    layout,
    leftAside,
    unwrapped: unwrapped(climbed),
    names: [...list(NAMES_ONLY)].filter(({ passing }) => passing !== true).map((stair) => stair.name),
    first: from === 0 ? null : (migrations[from]?.up ?? null),
    list,
  }
}

function textsOf(migrations: readonly LaidOutMigration[]): readonly NamedText[] {
  const scripts = migrations.flatMap(({ up, down }) => (down === null ? [up] : [up, down]))
  return scripts.map(({ file, text }) => ({ name: file, text }))
}

const NAMES_ONLY = { lockTimeoutMs: null, folder: '', progress: () => undefined, earlier: false }

/** By the file that goes up, which alone tells two migrations apart in every layout. */
function nameOf({ up }: LaidOutMigration): string {
  return up.file
}

function stairOf(migration: LaidOutMigration, options: FlightOptions): Stair {
  const { up, down } = migration
  return {
    name: nameOf(migration),
    subject: down?.file ?? up.file,
    files: [...new Set([up.file, ...(down === null ? [] : [down.file])])],
    up: flightOf(up, options),
    down: down === null ? null : flightOf(down, options),
    ...([up, down].some((script) => script?.text.includes(UNCOUNTED)) ? { uncounted: true } : {}),
  }
}

function flightOf(script: Script, { lockTimeoutMs, progress }: FlightOptions): Flight {
  return (address, { signal }) =>
    applyScripts([script], { address, lockTimeoutMs, timeoutMs: PATIENCE_MS, progress, signal })
}

/** By any name that people have for it: its folder, its files, or how they are called in their folder. */
function reasonsFor(
  migrations: readonly LaidOutMigration[],
  irreversible: ReadonlyMap<string, string>,
): ReadonlyMap<LaidOutMigration, string> {
  return new Map(
    [...irreversible].map(([file, reason]) => {
      const names = ({ name, up, down }: LaidOutMigration) => [name, up.file, ...(down === null ? [] : [down.file])]
      const named = migrations.filter((migration) =>
        names(migration).some((known) => known === file || known.endsWith(`/${file}`)),
      )
      const [migration] = named
      if (migration !== undefined && named.length === 1) return [migration, reason]
      throw new RehearsalError(
        'usage',
        `expected ${file}, declared as irreversible, to be one of the migrations, found ${named.length === 0 ? 'none' : named.length} of that name`,
        `write a file as it is listed, such as ${migrations[0]?.up.file ?? 'migrations/003_total.up.sql'}`,
      )
    }),
  )
}

const MOST_TURNS = 2_000

interface ToolCommands {
  readonly up: string
  readonly down: string | undefined
  readonly each: boolean
  /** As facts name a table; undefined where its name tells what it is. */
  readonly history: string | undefined
}

/**
 * A tool's own commands: one step, or one migration after another until there is none left. What the tool's history says
 * to have come at once is one step.
 */
export function stairsOfCommands(
  { up, down, each, history }: ToolCommands,
  irreversible: ReadonlyMap<string, string>,
): Stairs {
  const reason = irreversible.get(up) ?? irreversible.get(down ?? '')
  return {
    name: up,
    layout: null,
    leftAside: [],
    unwrapped: [],
    names: each ? null : [up],
    first: null,
    *list({ lockTimeoutMs, folder }) {
      for (let turn = 1; turn <= (each ? MOST_TURNS : 1); turn++) {
        const prefix = each ? `${turn}: ` : ''
        const flight = (command: string, way: string): Flight => {
          let times = 0
          return (address, { signal }) => {
            const logFile = join(folder, 'logs', `${way}-${turn}-${++times}.log`)
            return runTool(command, { address, lockTimeoutMs, logFile, signal })
          }
        }
        const flights = { up: flight(up, 'up'), down: down === undefined ? null : flight(down, 'down') }
        yield {
          name: `${prefix}${up}`,
          subject: `${prefix}${down ?? up}`,
          files: [],
          ...(history === undefined ? {} : { history }),
          ...(each ? byBatch(flights, history) : flights),
          ...(reason === undefined ? {} : { irreversible: reason }),
        }
      }
    },
  }
}
