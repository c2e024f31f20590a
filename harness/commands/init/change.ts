import { type Draft, type DraftEntry, type DraftMap, literal } from '../../spec/write-spec.ts'
import { entry, line, map, type Place } from './drafting.ts'
import type { SqlMigrations } from './migrations.ts'
import type { Project } from './project.ts'
import { fromSpec } from './spelling.ts'
import type { ToolMigrations } from './tools.ts'

/** How the schema comes to be, changes, and changes back. */
export interface Change {
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

const NO_ROWS =
  'Tables that no migration fills are empty, and what takes a moment on no rows may take minutes on many: add rows like production’s, such as commands: [ psql -v ON_ERROR_STOP=1 -f rows.sql ], or take a dump in place of the files.'

/** Runners that hold an advisory lock while they migrate. */
const LOCKING = ['Flyway', 'Prisma', 'node-pg-migrate', 'up and down files', 'Sqitch']

/** What a project's migrations are to a rehearsal. Without a service, even the only one there is can be the upgrade. */
export function changeOf(project: Project, { specFolder }: Place, hasService: boolean): Change {
  const { sql, tool, files, rows } = project
  const seeds = rows.length === 0 ? [] : [`Found rows for it in ${rows.slice(0, 3).join(', ')}.`]
  if (sql !== null) {
    const path = fromSpec(specFolder, files, sql.folder)
    return sql.base === null && hasService ? ofOnlyOne(sql, path, seeds) : ofSql(sql, path, seeds)
  }
  if (tool !== null) return ofTool(tool, seeds)
  const told = 'Found no migrations: add - migrate: { files: FOLDER } or - migrate: { command: your migration tool }.'
  const toSettle = ['no migrations were found: the upgrade replaces the service, and that is all']
  return { ...nothing(told), found: ['no migrations'], toSettle }
}

function nothing(told: string) {
  return { seed: null, up: [], down: null, noDown: '', told: [told] }
}

function ofOnlyOne(sql: SqlMigrations, path: string, seeds: readonly string[]): Change {
  const told = `Production’s schema: the only migration there is. The next will be the upgrade: upTo: ${sql.names[0]}`
  const seed = entry('seed', map(entry('files', path)), told, NO_ROWS, ...seeds)
  return { ...nothing('Nothing migrates yet: add - migrate: { files, after } here.'), seed, ...about(sql) }
}

function ofSql(sql: SqlMigrations, path: string, seeds: readonly string[]): Change {
  const { tool, base, upgrade, names, chosenBy, withoutDown } = sql
  const lock = LOCKING.includes(tool) ? 'advisory' : undefined
  const after = base === null ? undefined : literal(base)
  const step = (direction?: 'down') => map(entry('migrate', line({ files: path, after, direction, lock })))
  const schema = `Production’s schema: all migrations up to ${base}.`
  const chosen = upgrade.length === 0 ? names : upgrade
  const { found, toSettle } = about(sql)
  return {
    seed:
      after === undefined
        ? null
        : entry('seed', map(entry('files', path), entry('upTo', after)), schema, NO_ROWS, ...seeds),
    up: [step()],
    down: withoutDown.length === 0 ? [step('down')] : null,
    noDown: `${withoutDown.join(', ')} has no way down, or an empty one`,
    told: [
      base === null
        ? 'The only migration there is, on an empty database.'
        : `Assumed to be the upgrade: ${chosen.join(', ')} (${chosenBy}), all that come after \`after\`.`,
      lock === undefined
        ? 'Applied statement by statement, without your runner: add what it does, as lock: advisory, lockTimeout: 400ms, retries: 20.'
        : 'Applied statement by statement, without your runner; its kind holds an advisory lock meanwhile. Add lockTimeout: 400ms and retries: 20 where yours has them.',
    ],
    found: [...found, `the upgrade: ${chosen.join(', ')} (${chosenBy})`],
    toSettle,
  }
}

function about({ folder, names, tool, because, others }: SqlMigrations): Pick<Change, 'found' | 'toSettle'> {
  const count = `${names.length} ${names.length === 1 ? 'migration' : 'migrations'}`
  return {
    found: [`${folder}: ${count} (${tool}, by ${because})`],
    toSettle:
      others.length === 0
        ? []
        : [`migrations also in ${others.join(', ')}: name another folder where that one is meant`],
  }
}

function ofTool({ tool, because, seed, up, down, assumed }: ToolMigrations, seeds: readonly string[]): Change {
  const command = (text: string): DraftMap => map(entry('migrate', line({ command: literal(text) })))
  return {
    seed: seed === null ? null : entry('seed', map(entry('commands', { items: [literal(seed)] })), NO_ROWS, ...seeds),
    up: [command(up)],
    down: down === null ? null : [command(down)],
    noDown: `Found no command of ${tool} that undoes it`,
    told: [`${tool}, by ${because}; DATABASE_URL and PGHOST… lead to the copy.`, ...assumed],
    found: [`migrations of ${tool}, by ${because}`],
    toSettle: seed === null ? ['nothing tells what schema production has: give the seed a dump of it'] : [],
  }
}
