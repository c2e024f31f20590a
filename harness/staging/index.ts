import { rm } from 'node:fs/promises'
import { startContainers } from './containers/start.ts'
import type { StagingCopy, StagingOptions } from './copy.ts'
import type { Ground, GroundOptions } from './ground.ts'
import { ProcessGround } from './processes/ground.ts'
import { StagedCopy } from './staged.ts'
import { makeTemporaryFolder } from './temporary.ts'

/** Starts the database and the fronts in the chosen runtime; the services follow with `startServices`, once there is a schema. */
export async function startStaging(runtime: 'containers' | 'processes', options: StagingOptions): Promise<StagingCopy> {
  const { record } = options
  const { settings } = options.description.database
  const temporary = await makeTemporaryFolder(options.run)
  const ground = await startGround(runtime, { ...options, temporary })
  try {
    record({ kind: 'stage.egress', ...(await ground.canary()) })
    record({ kind: 'stage.database', settings, ...(await ground.databaseOrigin()) })
    const copy = new StagedCopy(ground, options)
    await copy.startAuxiliaries()
    return copy
  } catch (error) {
    await ground[Symbol.asyncDispose]()
    throw error
  }
}

async function startGround(runtime: 'containers' | 'processes', options: GroundOptions): Promise<Ground> {
  try {
    return await (runtime === 'containers' ? startContainers(options) : ProcessGround.start(options))
  } catch (error) {
    await rm(options.temporary, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
}
