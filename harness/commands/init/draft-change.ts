import type { Draft, DraftEntry, DraftMap } from '../../spec/write-spec.ts'
import { literal } from '../../spec/write-spec.ts'
import { type Front, VERSIONS } from './draft-stage.ts'
import { type Drafting, line, type Place } from './drafting.ts'
import type { SqlMigrations } from './migrations.ts'
import type { Project } from './project.ts'
import { fromSpec } from './spelling.ts'
import type { ToolMigrations } from './tools.ts'

/** How the schema comes to be, changes, and changes back. */
interface Change {
  readonly seed: DraftEntry | null
  readonly up: readonly Draft[]
  /** null where nothing undoes what goes up. */
  readonly down: readonly Draft[] | null
  /** Why there is no way down. */
  readonly noDown: string
  /** Above the steps of the upgrade. */
  readonly told: readonly string[]
  readonly found: readonly string[]
  readonly toSettle: readonly string[]
}

const NO_ROWS = [
  'Tables that no migration fills are empty, and what takes a moment on no rows may take minutes on many: add rows like production’s, such as commands: [ psql -v ON_ERROR_STOP=1 -f rows.sql ], or take a dump in place of the files.',
]

/** Runners that hold an advisory lock while they migrate. */
const LOCKING = ['Flyway', 'Prisma', 'node-pg-migrate', 'up and down files', 'Sqitch']

/** Seed, upgrade and rollback: the schema as of the last release, what comes after it, and the way back from there. */
export function draftChange(project: Project, place: Place, front: Front): Drafting {
  const change = changeOf(project, place, front)
  const swaps = front.replaced.map((name) => swap(name, VERSIONS.next))
  const back = front.replaced.toReversed().map((name) => swap(name, VERSIONS.today))
  const migrates = change.up.length > 0
  const order = migrates && swaps.length > 0 ? ['Assumed: first the schema, then the service.'] : []
  const upgrade: DraftEntry = {
    key: 'upgrade',
    value: steps([...change.up, ...swaps], [...change.told, ...order]),
  }
  return {
    found: change.found,
    toSettle: change.toSettle,
    entries: [...(change.seed === null ? [] : [change.seed]), upgrade, rollback(change, back)],
  }
}

function rollback({ up, down, noDown }: Change, back: readonly DraftMap[]): DraftEntry {
  if (up.length === 0 || down !== null) {
    const why =
      up.length === 0
        ? 'Nothing migrates, so that only the service goes back.'
        : 'Each migration of the upgrade says how it is undone.'
    return {
      key: 'rollback',
      comment: [why],
      value: { entries: [{ key: 'way', value: 'down' }, ...stepsEntry([...back, ...(down ?? [])])] },
    }
  }
  // Old code on the new schema is how forward-only shops go back; a database alone has no code that could.
  const way = back.length > 0 ? 'code-only' : 'restore'
  const told =
    back.length > 0
      ? 'only the service goes back, and must work on the new schema'
      : 'a snapshot is restored, with the loss of what was written since'
  return {
    key: 'rollback',
    comment: [
      `${noDown}, so ${told}. The other ways are down, restore, code-only and none; \`rehearse --ways all\` compares them.`,
    ],
    value: { entries: [{ key: 'way', value: way }, ...stepsEntry(back)] },
  }
}

function changeOf({ sql, tool, files, rows }: Project, { specFolder }: Place, front: Front): Change {
  const seeds = rows.length === 0 ? [] : [`Found rows for it in ${rows.slice(0, 3).join(', ')}.`]
  if (sql !== null) return ofSql(sql, fromSpec(specFolder, files, sql.folder), { seeds, standsIn: front.standsIn })
  if (tool !== null) return ofTool(tool, seeds)
  return {
    ...{ seed: null, up: [], down: null, noDown: '', found: ['no migrations'] },
    told: ['Found no migrations: add - migrate: { files: FOLDER } or - migrate: { command: your migration tool }.'],
    toSettle: ['no migrations were found: the upgrade replaces the service, and that is all'],
  }
}

function ofSql(
  { tool, because, names, base, upgrade, chosenBy, withoutDown, others, folder }: SqlMigrations,
  path: string,
  { seeds, standsIn }: { readonly seeds: readonly string[]; readonly standsIn: boolean },
): Change {
  const found = [
    `${folder}: ${names.length} ${names.length === 1 ? 'migration' : 'migrations'} (${tool}, by ${because})`,
  ]
  const toSettle =
    others.length === 0 ? [] : [`migrations also in ${others.join(', ')}: name another folder where that one is meant`]
  const all = [
    `Production’s schema: the only migration there is. The next one will be the upgrade: upTo: ${names[0]}`,
    ...NO_ROWS,
    ...seeds,
  ]
  if (base === null && !standsIn) {
    const seed: DraftEntry = { key: 'seed', comment: all, value: { entries: [{ key: 'files', value: path }] } }
    return {
      ...{ seed, up: [], down: null, noDown: '', toSettle },
      told: ['Nothing migrates yet: add - migrate: { files, after } here.'],
      found,
    }
  }
  const lock = LOCKING.includes(tool) ? 'advisory' : undefined
  const step = (direction?: 'down'): DraftMap => ({
    entries: [
      {
        key: 'migrate',
        value: line({ files: path, after: base === null ? undefined : literal(base), direction, lock }),
      },
    ],
  })
  const seed: DraftEntry | null =
    base === null
      ? null
      : {
          key: 'seed',
          comment: [`Production’s schema: all migrations up to ${base}.`, ...NO_ROWS, ...seeds],
          value: {
            entries: [
              { key: 'files', value: path },
              { key: 'upTo', value: literal(base) },
            ],
          },
        }
  return {
    ...{
      seed,
      up: [step()],
      found: [...found, `the upgrade: ${upgrade.length === 0 ? names.join(', ') : upgrade.join(', ')} (${chosenBy})`],
      toSettle,
    },
    down: withoutDown.length === 0 ? [step('down')] : null,
    noDown: `${withoutDown.join(', ')} has no way down, or an empty one`,
    told: [
      base === null
        ? 'The only migration there is, on an empty database.'
        : `Assumed to be the upgrade: ${upgrade.join(', ')} (${chosenBy}), all that come after \`after\`.`,
      lock === undefined
        ? 'Applied statement by statement, without your runner: add what it does, as lock: advisory, lockTimeout: 400ms, retries: 20.'
        : 'Applied statement by statement, without your runner; its kind holds an advisory lock meanwhile. Add lockTimeout: 400ms and retries: 20 where yours has them.',
    ],
  }
}

function ofTool({ tool, because, seed, up, down, assumed }: ToolMigrations, seeds: readonly string[]): Change {
  const command = (text: string): DraftMap => ({
    entries: [{ key: 'migrate', value: line({ command: literal(text) }) }],
  })
  return {
    seed:
      seed === null
        ? null
        : {
            key: 'seed',
            comment: [...NO_ROWS, ...seeds],
            value: { entries: [{ key: 'commands', value: { items: [literal(seed)] } }] },
          },
    up: [command(up)],
    down: down === null ? null : [command(down)],
    noDown: `Found no command of ${tool} that undoes it`,
    told: [`${tool}, by ${because}; DATABASE_URL and PGHOST… lead to the copy.`, ...assumed],
    found: [`migrations of ${tool}, by ${because}`],
    toSettle: seed === null ? [`nothing tells what schema production has: give the seed a dump of it`] : [],
  }
}

function swap(name: string, version: string): DraftMap {
  const entries = [
    { key: name, value: version },
    { key: 'strategy', value: 'rolling' },
    { key: 'drain', value: '5s' },
  ]
  return { entries: [{ key: 'service', value: { entries, flow: true } }] }
}

function steps(items: readonly Draft[], comment: readonly string[]): DraftMap {
  return { entries: [{ key: 'steps', value: { items }, ...(comment.length > 0 && { comment }) }] }
}

function stepsEntry(items: readonly Draft[]): readonly DraftEntry[] {
  return items.length === 0 ? [] : [{ key: 'steps', value: { items } }]
}
