import { join } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { lastLines } from '../../process/tail.ts'
import { databaseReady } from '../postgres/ready.ts'
import type { StartedContainer } from './container.ts'
import { type ContainerStage, envList } from './stage.ts'

/** The database's alias and port on the internal network. */
export const DATABASE_AT = { host: 'database', port: 5432 } as const

/** Starts the database's container; that it opens sessions is another question. */
export function startDatabase(stage: ContainerStage): Promise<StartedContainer> {
  const { image, name, user, password, settings } = stage.options.description.database
  const Cmd = ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
  const Env = envList({ POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: name, TZ: 'UTC' })
  // Docker's default of 64 MB for /dev/shm is too little for parallel queries.
  const HostConfig = { Init: false, ShmSize: 1024 ** 3 }
  const logFile = join(stage.options.folder, 'logs', 'database.log')
  return stage.inside(
    { label: 'the database', logFile, options: { Image: image, Cmd, Env, HostConfig } },
    DATABASE_AT.host,
  )
}

/** Resolves when it opens sessions at this address; rejects with its last log lines. */
export async function untilDatabaseReady(
  stage: ContainerStage,
  container: StartedContainer,
  address: DatabaseAddress,
): Promise<void> {
  const { signal, description } = stage.options
  const answer = await databaseReady(address, { timeoutMs: 60_000, ended: container.ended, signal })
  if (answer === null) return
  const { image } = description.database
  throw new RehearsalError(
    'database-unready',
    `expected ${image} to open sessions within 60 s, found: ${answer}\n${lastLines(container.tail(), 15)}`,
    'the settings of `stage.database` are the first suspect; its log tells what it did not like',
  )
}
