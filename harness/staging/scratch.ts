import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { RehearsalError } from '../errors.ts'
import type { DatabaseAddress, DatabaseDescription } from '../model/stage.ts'
import { StartedContainer } from './containers/container.ts'
import { findEngine } from './containers/engine.ts'
import { ensureImage, originOf } from './containers/image.ts'
import { runLabels } from './containers/labels.ts'
import { envList } from './containers/stage.ts'
import type { RunLabel } from './copy.ts'
import { databaseReady } from './postgres/ready.ts'
import { startPostgres } from './postgres/server.ts'
import { makeTemporaryFolder } from './temporary.ts'

export interface ScratchOptions {
  readonly version: DatabaseDescription['version']
  readonly runtime: 'containers' | 'processes'
  readonly run: RunLabel
  /** The run's folder; the server's log goes beneath it. */
  readonly folder: string
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** A PostgreSQL server for one command. Disposal stops it and removes all it wrote. */
export interface ScratchServer extends AsyncDisposable {
  /** Of a superuser, and the database `postgres`. */
  readonly address: DatabaseAddress
  /** Where it came from; nothing where it is a process. */
  readonly origin: { readonly image?: string; readonly digest?: string }
}

/**
 * What it holds is thrown away, so it need not survive a crash: the disk is left out of what is measured. Neither may
 * autovacuum or a checkpoint stand in a migration's way: that one does now and then is no news about the migration.
 */
export const SCRATCH_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
} as const

/** Starts PostgreSQL with the durability settings off. */
export async function startScratch(options: ScratchOptions): Promise<ScratchServer> {
  const description: DatabaseDescription = {
    version: options.version,
    image: `postgres:${options.version}`,
    name: 'postgres',
    user: 'fulldress',
    password: 'rehearsal',
    settings: SCRATCH_SETTINGS,
  }
  const logFile = join(options.folder, 'logs', 'database.log')
  return await (options.runtime === 'containers' ? inContainer : asProcess)(description, { ...options, logFile })
}

type Props = ScratchOptions & { readonly logFile: string }

async function asProcess(description: DatabaseDescription, { run, ...props }: Props): Promise<ScratchServer> {
  const temporary = await makeTemporaryFolder(run)
  const remove = () => rm(temporary, { recursive: true, force: true, maxRetries: 3 })
  try {
    const marks = { FULLDRESS_RUN: run.id }
    const { address, running } = await startPostgres({ ...props, description, folder: temporary, marks })
    return {
      address,
      origin: {},
      async [Symbol.asyncDispose]() {
        // SIGQUIT is its immediate shutdown: nothing in there is worth a checkpoint.
        running.kill('SIGQUIT')
        await running.stop(3000)
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function inContainer(description: DatabaseDescription, props: Props): Promise<ScratchServer> {
  const { run, logFile, progress, signal } = props
  const engine = await findEngine()
  const { image, user, password, settings } = description
  await ensureImage(engine, image, progress)
  const container = await StartedContainer.start(engine, {
    label: 'the scratch database',
    logFile,
    options: {
      Image: image,
      Labels: runLabels(run),
      Cmd: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      Env: envList({ POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: description.name, TZ: 'UTC' }),
      ExposedPorts: { '5432/tcp': {} },
      HostConfig: { ShmSize: 1024 ** 3, PortBindings: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
    },
  })
  try {
    const port = (await container.published()).get(5432) ?? 0
    const address = { host: '127.0.0.1', port, user, password, database: description.name }
    // The image starts a server for its own set-up first, on a socket only: a port that answers is the real one.
    const answer = await databaseReady(address, { timeoutMs: 60_000, ended: container.ended, signal })
    if (answer !== null) throw unready(image, answer, container.tail())
    return { address, origin: await originOf(engine, image), [Symbol.asyncDispose]: () => container.stop(0) }
  } catch (error) {
    await container.stop(0)
    throw error
  }
}

function unready(image: string, answer: string, log: string): RehearsalError {
  return new RehearsalError(
    'database-unready',
    `expected ${image} to open sessions within 60 s, found: ${answer}\n${log}`,
    'its log tells what it did not like; --runtime processes needs no image',
  )
}
