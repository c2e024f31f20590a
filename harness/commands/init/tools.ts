import { quote } from 'shlex'
import { manifestOf } from './manifest.ts'
import { folderOf, type ProjectFiles } from './project-files.ts'

/** Migrations that only their own tool can apply, as commands. */
export interface ToolMigrations {
  readonly tool: string
  /** What told it: `knexfile.js`. */
  readonly because: string
  /** Brings an empty database to where production is; null where nobody knows how. */
  readonly seed: string | null
  readonly up: string
  /** Undoes the upgrade; null where there is no such command. */
  readonly down: string | null
  /** What was assumed. */
  readonly assumed: readonly string[]
}

/** The migration tool of a project whose migrations are no SQL that a rehearsal could apply by itself; null without one. */
export function findTool(project: ProjectFiles): ToolMigrations | null {
  return alembic(project) ?? knex(project) ?? rails(project) ?? npmScript(project)
}

/** https://alembic.sqlalchemy.org: each revision names the one before it. */
function alembic(project: ProjectFiles): ToolMigrations | null {
  const settings = project.files.find((file) => /(^|\/)alembic\.ini$/.test(file))
  if (settings === undefined) return null
  const revisions = project.files
    .filter((file) => /(^|\/)versions\/[^/]+\.py$/.test(file))
    .map((file) => {
      const [id, before] = ['revision', 'down_revision'].map((word) => assigned(project.read(file), word))
      return { id, before }
    })
  const heads = revisions.filter(({ id }) => id && !revisions.some(({ before }) => before === id))
  const [head] = heads
  if (heads.length !== 1 || !head?.before) return null
  const run = folderOf(settings) === '.' ? 'alembic' : `alembic -c ${quote(settings)}`
  return {
    tool: 'Alembic',
    because: settings,
    seed: `${run} upgrade ${head.before}`,
    up: `${run} upgrade ${head.id}`,
    down: `${run} downgrade ${head.before}`,
    assumed: [
      `The upgrade is the head, ${head.id}; production has the revision before it.`,
      'env.py must take its address from DATABASE_URL, which leads to the copy.',
    ],
  }
}

function assigned(python: string, name: string): string | undefined {
  return new RegExp(`^${name}\\b[^=\\n]*=\\s*['"]([\\w.-]+)['"]`, 'm').exec(python)?.[1]
}

/** https://knexjs.org/guide/migrations.html: one at a time with migrate:up, so that all but the newest can be had. */
function knex(project: ProjectFiles): ToolMigrations | null {
  const settings = project.files.find((file) => /(^|\/)knexfile\.[cm]?[jt]s$/.test(file))
  if (settings === undefined) return null
  const home = folderOf(settings)
  const folder = home === '.' ? 'migrations/' : `${home}/migrations/`
  const all = project.files.filter(
    (file) => file.startsWith(folder) && /^\d+_.+\.[cm]?[jt]s$/.test(file.slice(folder.length)),
  )
  const newest = all.at(-1)
  if (newest === undefined || all.length < 2) return null
  const run = home === '.' ? 'npx knex' : `npx knex --knexfile ${quote(settings)}`
  return {
    tool: 'Knex',
    because: settings,
    seed: `i=1; while [ $i -lt ${all.length} ]; do ${run} migrate:up || exit 1; i=$((i+1)); done`,
    up: `${run} migrate:latest`,
    // Named, for a second run would undo one more: after a run that was stopped nobody knows how far it came.
    down: `${run} migrate:down ${quote(newest.slice(folder.length))}`,
    assumed: [
      `The upgrade is the newest of ${all.length} migrations; production has those before it.`,
      'The knexfile must take its connection from DATABASE_URL or PGHOST and its like, which lead to the copy.',
    ],
  }
}

/** https://guides.rubyonrails.org/active_record_migrations.html: VERSION says where to go. */
function rails(project: ProjectFiles): ToolMigrations | null {
  const versions = project.files.flatMap((file) => /^db\/migrate\/(\d+)_[^/]+\.rb$/.exec(file)?.[1] ?? [])
  const [before, newest] = versions.toSorted().slice(-2)
  if (before === undefined || newest === undefined) return null
  return {
    tool: 'Rails',
    because: `${versions.length} files in db/migrate`,
    seed: `bin/rails db:migrate VERSION=${before}`,
    up: `bin/rails db:migrate VERSION=${newest}`,
    down: `bin/rails db:migrate VERSION=${before}`,
    assumed: [`The upgrade is the newest migration, ${newest}; production has those before it.`],
  }
}

const UP = [
  'db:migrate',
  'migrate',
  'migrate:up',
  'migrate:latest',
  'migrations:run',
  'migration:run',
  'migrate:deploy',
]
const DOWN = [
  'db:migrate:undo',
  'db:rollback',
  'migrate:down',
  'migrate:rollback',
  'migration:revert',
  'migrations:revert',
]

/** A script of package.json; how far it goes is not for us to know. */
function npmScript(project: ProjectFiles): ToolMigrations | null {
  const { scripts = {} } = manifestOf(project)
  const [up, down] = [UP, DOWN].map((names) => names.find((name) => scripts[name] !== undefined))
  if (up === undefined) return null
  return {
    tool: 'npm',
    because: `the script ${up} of package.json`,
    seed: null,
    up: `npm run ${up}`,
    down: down === undefined ? null : `npm run ${down}`,
    assumed: [
      'The script brings an empty database to the newest schema, so all of it counts as the upgrade here:',
      'seed production’s schema first, such as a dump: seed: { files: schema.sql }',
    ],
  }
}
