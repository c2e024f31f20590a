import { RehearsalError } from '../../errors.ts'
import type { LaidOutMigration, Recognition, Script } from '../../migrator/layouts/layout.ts'
import { refusePsqlFiles } from '../../migrator/psql-files.ts'
import type { NamedText } from '../../sql/places.ts'
import { findMigrations } from '../migrations.ts'

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
  const { name, layout, migrations, isAsked, leftAside } = findMigrations(paths, HINT)
  const turns = layout === null ? migrations.map(({ up }) => alone(up)) : turnsOf(migrations, isAsked, direction)
  refusePsqlFiles(
    turns.map(({ script }) => ({ name: script.file, text: script.text })),
    "`fulldress locks --command 'psql -v ON_ERROR_STOP=1 -f FILE'`, or the tool's own command",
  )
  return { name, layout, turns, leftAside }
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
  throw new RehearsalError(
    'usage',
    `expected ${name} to have a way down, found none`,
    'name the migrations whose way down there is',
  )
}

function alone(script: Script): ScriptTurn {
  return { kind: 'script', name: script.file, script, direction: 'up', examined: true }
}
