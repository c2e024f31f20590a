import { join } from 'node:path'
import { RehearsalError } from '../../errors.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { frontIpOf } from '../address.ts'
import type { Egress } from '../canary.ts'
import { CANARY_PROGRAM } from '../code.ts'
import type { GroundOptions } from '../ground.ts'
import { prepareSources } from '../source.ts'
import type { StartedContainer } from './container.ts'
import { databaseAt, startDatabase, untilDatabaseReady } from './database.ts'
import { type Engine, findEngine } from './engine.ts'
import { type FrontContainer, startFrontContainer } from './front.ts'
import { ContainerGround } from './ground.ts'
import { buildImage, ensureImage, imagesOf, NODE_IMAGE } from './image.ts'
import { runLabels } from './labels.ts'
import { codeMounts } from './mounts.ts'
import { createNetworks } from './networks.ts'
import { ContainerStage } from './stage.ts'
import { DATABASE_FRONT, partnerFront } from './values.ts'

/** Starts the database and the front in containers, and the canary beside them, once every image is here. */
export async function startContainers(options: GroundOptions): Promise<ContainerGround> {
  const { description, run, progress, signal } = options
  const engine = await findEngine()
  const [sources] = await Promise.all([prepareSources(description, progress), ensureImages(engine, options)])
  signal.throwIfAborted()
  const networks = await createNetworks(engine, { id: run.id, ip: frontIpOf(run.id), labels: runLabels(run) })
  const stage = new ContainerStage(engine, options, networks)
  try {
    const canary = sendCanary(stage)
    canary.catch(() => undefined)
    const { address, database, front } = await startPillars(stage)
    return new ContainerGround({ stage, database, address, front, sources, canary })
  } catch (error) {
    await stage.clear(0)
    throw error
  }
}

async function ensureImages(engine: Engine, { description, progress }: GroundOptions): Promise<void> {
  const { services, auxiliaries = [] } = description
  await Promise.all(imagesOf(description).map((image) => ensureImage(engine, image, progress)))
  const versions = [...services.flatMap(({ versions }) => Object.values(versions)), ...auxiliaries]
  for (const version of versions) if (version.build !== null) await buildImage(engine, version.build, progress)
}

async function startPillars(stage: ContainerStage) {
  const { description, run } = stage.options
  const { services, partners } = description
  const names = [DATABASE_FRONT, ...services.map(({ name }) => name), ...partners.map(({ name }) => partnerFront(name))]
  const [database, front] = await settled(startDatabase(stage), startFrontContainer(stage, names))
  await front.control.setBackends(DATABASE_FRONT, [databaseAt(description.database)])
  const { name, user, password } = description.database
  const port = front.published[DATABASE_FRONT] ?? 0
  const address: DatabaseAddress = { host: frontIpOf(run.id), port, user, password, database: name }
  await untilDatabaseReady(stage, database, address)
  return { address, database, front }
}

/** Both, or the first failure once both are decided: nothing may start after the stage was cleared. */
async function settled(
  first: Promise<StartedContainer>,
  second: Promise<FrontContainer>,
): Promise<[StartedContainer, FrontContainer]> {
  await Promise.allSettled([first, second])
  return [await first, await second]
}

/** A container beside the services, which tries to get out. */
async function sendCanary(stage: ContainerStage): Promise<Egress> {
  const logFile = join(stage.options.folder, 'logs', 'canary.log')
  const options = {
    Image: NODE_IMAGE,
    Entrypoint: ['node', CANARY_PROGRAM],
    HostConfig: { Binds: [...codeMounts()] },
  }
  const container = await stage.inside({ label: 'the canary', options, logFile })
  await container.ended
  await container.logged
  const said = container.tail()
  await container.stop(0)
  try {
    return JSON.parse(said) as Egress
  } catch (error) {
    throw new RehearsalError(
      'service-unready',
      `expected the canary to say whether it got out, found: ${said === '' ? 'nothing' : said}`,
      'the engine must be able to mount folders of this machine',
      error,
    )
  }
}
