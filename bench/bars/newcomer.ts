import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { COMPOSE, DATABASE, type NewcomersProject, SCRIPTED, writeProject } from '../newcomer/projects.ts'
import { ALEMBIC, KNEX } from '../newcomer/tools.ts'

/** From nothing to a verdict: the packed tarball, installed in a project that was never seen, `init`, `rehearse`. */
const LIMIT_SECONDS = 600
const PATHS: Readonly<Record<string, NewcomersProject>> = {
  compose: COMPOSE,
  scripted: SCRIPTED,
  database: DATABASE,
  knex: KNEX,
  alembic: ALEMBIC,
}

interface Ran {
  readonly code: number | null
  readonly said: string
  readonly seconds: number
}

interface Place {
  readonly cwd: string
  /** A folder in it that is searched first. */
  readonly onPath?: string | undefined
}

function run({ cwd, onPath }: Place, command: string, ...args: readonly string[]): Ran {
  const startedAt = Date.now()
  // npm's configuration of the run around us must not reach the npm in here; nor may our Node.
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE$|^INIT_CWD$/i.test(name))
  const folders = (process.env.PATH ?? '').split(':')
  const others = folders.filter((folder) => cwd === resolve('.') || !folder.startsWith(resolve('.')))
  const PATH = [...(onPath === undefined ? [] : [join(cwd, onPath)]), ...others].join(':')
  const env = { ...Object.fromEntries(inherited), PATH, NO_UPDATE_NOTIFIER: '1', CI: '1' }
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: LIMIT_SECONDS * 1000,
  })
  return { code: status, said: `${stdout}${stderr}`, seconds: (Date.now() - startedAt) / 1000 }
}

function pack(folder: string): string {
  const { code, said } = run({ cwd: resolve('.') }, 'npm', 'pack', '--silent', '--pack-destination', folder)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  if (code !== 0 || tarball === undefined) throw new Error(`npm pack failed:\n${said}`)
  return join(folder, tarball)
}

/** Goes one path; resolves to whether it ended in a verdict within the limit, without an edit. */
function goes(project: NewcomersProject, folder: string, tarball: string): boolean {
  mkdirSync(folder, { recursive: true })
  writeProject(folder, project)
  const place = { cwd: folder, onPath: project.onPath }
  // Whoever comes to us has set up the project itself already: that is none of our time.
  for (const [command, ...args] of project.setUp ?? []) {
    const { code, said } = run(place, command, ...args)
    if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}:\n${said}`)
  }
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['npm', 'install', '--no-audit', '--no-fund', '--loglevel=error', '--save-dev', 'node@24', tarball],
    ['npx', 'fulldress', 'init'],
    ['npx', 'fulldress', 'plan'],
    ['npx', 'fulldress', 'rehearse', '--act-time', '8s', '--runtime', project.runtime],
  ]
  let seconds = 0
  let last: Ran = { code: null, said: '', seconds: 0 }
  for (const [command, ...args] of steps) {
    last = run(place, command, ...args)
    seconds += last.seconds
    console.log(
      `  ${last.seconds.toFixed(1).padStart(6)} s  exit ${last.code}  ${[command, ...args].join(' ').replace(tarball, 'fulldress.tgz')}`,
    )
    if (last.code !== 0 && args[1] !== 'rehearse') break
  }
  const verdict = /^(GO|NO-GO|INCONCLUSIVE)\b.*$/m.exec(last.said)?.[0] ?? 'no verdict'
  const holds = [0, 1, 3].includes(last.code ?? -1) && verdict !== 'no verdict' && seconds <= LIMIT_SECONDS
  console.log(
    `${holds ? 'holds ' : 'MISSED'} ${project.name}, ${project.runtime}: ${seconds.toFixed(0)} s, exit ${last.code}, no edits, ${verdict}`,
  )
  if (!holds || process.env.NEWCOMER_SAYS === '1') {
    console.log(last.said)
    console.log(textOf(join(folder, 'rehearsal.yaml')))
  }
  return holds
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '(no rehearsal.yaml)'
  }
}

const root = mkdtempSync(join(tmpdir(), 'newcomer-'))
try {
  const tarball = pack(root)
  const asked = process.argv.slice(2).filter((name) => name in PATHS)
  const names = asked.length > 0 ? asked : Object.keys(PATHS)
  const missed = names.filter((name) => {
    const project = PATHS[name]
    return project !== undefined && !goes(project, join(root, name), tarball)
  })
  console.log(
    missed.length === 0
      ? 'bar holds: a newcomer has a verdict in ten minutes, without an edit'
      : `bar missed: ${missed.join(', ')}`,
  )
  process.exitCode = missed.length === 0 ? 0 : 1
} finally {
  rmSync(root, { recursive: true, force: true })
}
