import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../model/stage.ts'
import { readTail, run } from '../../process/run.ts'
import { type Running, start } from '../../process/spawn.ts'
import { lastLines } from '../../process/tail.ts'
import { freePort } from '../address.ts'
import { giveToPostgres, postgresAccount } from './account.ts'
import { installPostgres } from './install.ts'
import { LOG_SETTINGS } from './log.ts'
import { postgresEnvironment } from './programs.ts'
import { databaseReady } from './ready.ts'
import { templateData } from './template.ts'

export interface ServerOptions {
  readonly description: DatabaseDescription
  /** The data directory is made in here. */
  readonly folder: string
  readonly logFile: string
  readonly marks: Readonly<Record<string, string>>
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

export interface PostgresServer {
  readonly address: DatabaseAddress
  readonly running: Running
  /** Its data directory. */
  readonly data: string
  /** Starts it anew on what is in the data directory by now, at the same address. It must have ended. */
  startAgain(): Promise<Running>
}

/** Starts PostgreSQL as a process on a copy of the template; resolves when it opens sessions. */
export async function startPostgres(options: ServerOptions): Promise<PostgresServer> {
  const { description, signal } = options
  const native = await installPostgres(description.version, options.progress)
  const data = await copyTemplate(options)
  await setUp(native, data, options)
  signal.throwIfAborted()
  const port = await freePort()
  const { user, password, name: database } = description
  const address = { host: '127.0.0.1', port, user, password, database }
  const startAgain = () => launch(join(native, 'bin', 'postgres'), data, address, options)
  return { address, data, running: await startAgain(), startAgain }
}

/** Resolves when it opens sessions. */
async function launch(
  program: string,
  data: string,
  address: DatabaseAddress,
  options: ServerOptions,
): Promise<Running> {
  const { description, logFile, signal } = options
  const args = ['-D', data, ...settings(description, address.port)]
  const running = start(program, args, { ...account(options), logFile })
  const answer = await databaseReady(address, { timeoutMs: 60_000, ended: running.exited, signal }).catch(
    async (error) => {
      await running.stop(0)
      throw error
    },
  )
  if (answer === null) return running
  await running.stop(0)
  throw new RehearsalError(
    'database-unready',
    `expected PostgreSQL ${description.version} to open sessions within 60 s, found: ${answer}\n${lastLines(readTail(logFile), 15)}`,
    'the settings of `stage.database` are the first suspect; its log tells what it did not like',
  )
}

function account({ folder, marks }: ServerOptions) {
  const user = postgresAccount()
  return { cwd: folder, env: { ...postgresEnvironment(), ...marks }, ...(user && { user }) }
}

async function copyTemplate({ description, folder, progress }: ServerOptions): Promise<string> {
  const template = await templateData(description, progress)
  const home = join(folder, 'postgres')
  await mkdir(home, { mode: 0o700 })
  await giveToPostgres(home)
  const data = join(home, 'data')
  const env = postgresEnvironment()
  const copied = await run('cp', ['-a', template, data], { env, timeoutMs: 60_000 })
  if (copied.exitCode !== 0) throw new Error(`cp of the empty database failed: ${copied.tail}`)
  return data
}

/** Password and database are set in single-user mode, before any port is open. */
async function setUp(native: string, data: string, options: ServerOptions): Promise<void> {
  const { user, password, name } = options.description
  const create = name === 'postgres' ? [] : [`CREATE DATABASE ${identifier(name)}`]
  const statements = [`ALTER ROLE ${identifier(user)} PASSWORD ${literal(password)}`, ...create]
  const single = start(join(native, 'bin', 'postgres'), ['--single', '-D', data, '-j', 'postgres'], {
    ...account(options),
    logFile: options.logFile,
    stdin: 'pipe',
  })
  const timer = setTimeout(() => single.kill('SIGKILL'), 60_000)
  // With -j a statement ends at an empty line.
  single.stdin?.end(statements.map((statement) => `${statement};\n\n`).join(''))
  const { exitCode } = await single.exited
  clearTimeout(timer)
  const log = readTail(options.logFile)
  // In this mode a statement that fails is said and passed over.
  if (exitCode === 0 && !/^.*ERROR: /m.test(log)) return
  throw new RehearsalError(
    'database-unready',
    `expected PostgreSQL to set up the database ${name}, found exit code ${exitCode}:\n${lastLines(log, 15)}`,
    'name and user of `stage.database` are the first suspects',
  )
}

/** Ours come last, and the last one counts. */
function settings({ settings }: DatabaseDescription, port: number): readonly string[] {
  const ours = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
  return Object.entries({ ...LOG_SETTINGS, ...settings, ...ours }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
