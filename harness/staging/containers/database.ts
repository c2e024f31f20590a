import { join } from 'node:path'
import { connect } from '../../database/session.ts'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../model/stage.ts'
import { lastLines } from '../../process/tail.ts'
import { dataDirectory, PUT_BACK, takeBaseBackup } from '../postgres/base-backup.ts'
import { LOG_SETTINGS } from '../postgres/log.ts'
import { databaseReady } from '../postgres/ready.ts'
import type { StartedContainer } from './container.ts'
import { describedOptions } from './described.ts'
import { type ContainerStage, envList } from './stage.ts'

/** The database's alias and port on the internal network: a compose file's services know it by the name that it has there. */
export function databaseAt({ container }: DatabaseDescription): { readonly host: string; readonly port: number } {
  return { host: container?.aliases[0] ?? 'database', port: 5432 }
}

/** A volume of the database's container, so that another container can put back what lies in it. */
const SNAPSHOTS = '/fulldress'
const SNAPSHOT = `${SNAPSHOTS}/snapshot`

const INIT_SCRIPTS = '/docker-entrypoint-initdb.d'

/** Keeps the data directory in a volume beside it, as PostgreSQL's base backup. */
export function takeSnapshot(database: StartedContainer, address: DatabaseAddress): Promise<number> {
  return takeBaseBackup(address, (script, args) => database.exec(['sh', '-c', script, 'sh', ...args]), SNAPSHOT)
}

/** Ends the database, fills its volumes from the snapshot by another container, and starts it again. */
export async function restoreSnapshot(
  stage: ContainerStage,
  database: StartedContainer,
  address: DatabaseAddress,
): Promise<StartedContainer> {
  const data = await dataDirectoryAt(address)
  const again = await database.startAgain(() => putBack(stage, database, data))
  await untilDatabaseReady(stage, again, address)
  return again
}

async function dataDirectoryAt(address: DatabaseAddress): Promise<string> {
  await using session = await connect(address, 'fulldress-snapshot')
  return await dataDirectory(session)
}

async function putBack(stage: ContainerStage, database: StartedContainer, data: string): Promise<void> {
  const { description, folder } = stage.options
  const options = {
    Image: description.database.image,
    Entrypoint: ['sh', '-c', PUT_BACK, 'sh', data, SNAPSHOT],
    Cmd: [],
    HostConfig: { VolumesFrom: [database.id] },
  }
  const logFile = join(folder, 'logs', 'restore.log')
  const helper = await stage.inside({ label: 'the restore', options, logFile })
  const code = await helper.ended
  await helper.logged
  const said = helper.tail()
  await helper.stop(0)
  if (code !== 0) throw new Error(`putting the snapshot back failed: ${said}`)
}

/** Starts the database's container; that it opens sessions is another question. */
export async function startDatabase(stage: ContainerStage): Promise<StartedContainer> {
  const { database } = stage.options.description
  const { image, name, user, password, settings, container, environment } = database
  const described = container === undefined ? {} : await describedOptions(stage.engine, image, container, stage.options)
  const Cmd = [
    'postgres',
    ...(container?.command ?? []),
    ...Object.entries({ ...LOG_SETTINGS, ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
  const own = { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: name }
  const Env = envList({ TZ: 'UTC', ...environment, ...own })
  // Docker's default of 64 MB for /dev/shm is too little for parallel queries.
  const HostConfig = { ...described.HostConfig, Init: false, ShmSize: 1024 ** 3 }
  const logFile = join(stage.options.folder, 'logs', 'database.log')
  const options = { ...described, Image: image, Cmd, Env, HostConfig, Volumes: { [SNAPSHOTS]: {} } }
  const aliases = new Set([databaseAt(database).host, ...(container?.aliases ?? [])])
  return await stage.inside({ label: 'the database', logFile, options }, ...aliases)
}

/** Resolves when it opens sessions at this address; rejects with its last log lines. */
export async function untilDatabaseReady(
  stage: ContainerStage,
  container: StartedContainer,
  address: DatabaseAddress,
): Promise<void> {
  const { signal, description } = stage.options
  const { image, container: composed } = description.database
  // Scripts of a compose file that fill the database may take as long as a seed.
  const timeoutMs = (composed?.mounts ?? []).some(({ target }) => target.startsWith(INIT_SCRIPTS)) ? 1_800_000 : 60_000
  const answer = await databaseReady(address, { timeoutMs, ended: container.ended, signal })
  if (answer === null) return
  throw new RehearsalError(
    'database-unready',
    `expected ${image} to open sessions within ${timeoutMs / 1000} s, found: ${answer}\n${lastLines(container.tail(), 15)}`,
    'the settings of `stage.database` are the first suspect; its log tells what it did not like',
  )
}
