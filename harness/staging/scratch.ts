import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseDescription } from '../model/stage.ts'
import { startPostgres } from './postgres/server.ts'
import type { ScratchOptions, ScratchServer } from './scratch-server.ts'
import { makeTemporaryFolder } from './temporary.ts'

/**
 * What it holds is thrown away, so it need not survive a crash: the disk is left out of what is measured. Neither may
 * autovacuum or a checkpoint stand in a migration's way: that one does now and then is no news about the migration.
 */
const SCRATCH_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
  // Who stands in the way is known by the statement; one cut short is nobody's.
  track_activity_query_size: '64kB',
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
  if (options.runtime === 'processes') return await asProcess(description, { ...options, logFile })
  // The container client is much to load for those who need none.
  const { startScratchContainer } = await import('./containers/scratch.ts')
  return await startScratchContainer(description, { ...options, logFile })
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
