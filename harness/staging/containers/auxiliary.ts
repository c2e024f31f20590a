import { join } from 'node:path'
import type { AuxiliaryDescription } from '../../model/container.ts'
import type { Player } from '../ground.ts'
import { describedOptions } from './described.ts'
import { inquiryOf } from './healthcheck.ts'
import { imageOf } from './image.ts'
import { type ContainerStage, envList } from './stage.ts'

/** Starts a container beside the services, under the names that a compose file gives it. */
export async function startAuxiliary(stage: ContainerStage, auxiliary: AuxiliaryDescription): Promise<Player> {
  const { name, environment, container } = auxiliary
  const { engine, options } = stage
  const image = await imageOf(engine, auxiliary, options.progress)
  const described = await describedOptions(engine, image, container, options)
  const logFile = join(options.folder, 'logs', `${name}.log`)
  const plan = { label: name, logFile, options: { ...described, Image: image, Env: envList(environment) } }
  const started = await stage.inside(plan, ...container.aliases)
  const trouble = await inquiryOf(stage, started, { image, ...container })
  return started.asPlayer({ host: name, port: 0 }, trouble)
}
