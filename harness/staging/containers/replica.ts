import { ImageName } from 'testcontainers'
import type { ContainerDescription } from '../../model/container.ts'
import type { ServiceVersion } from '../../model/stage.ts'
import { fill, fillAll, type Values } from '../placeholders.ts'
import { describedOptions } from './described.ts'
import type { ContainerOptions } from './engine.ts'
import { imageOf } from './image.ts'
import { mount } from './mounts.ts'
import { type ContainerStage, envList } from './stage.ts'

/** Where a version's prepared source is seen inside. */
const SOURCE = '/app'

export interface ReplicaNeeds {
  readonly sources: ReadonlyMap<string, string>
  readonly values: Values
  /** Set before the version's own environment, which may overrule it. */
  readonly environment: Readonly<Record<string, string>>
  /** Set after it. */
  readonly overruling?: Readonly<Record<string, string>>
  /** Shell command; null takes the compose file's, or the image's own. */
  readonly command: string | null
  /** What a compose file says of the service. */
  readonly container: ContainerDescription | undefined
}

/** What a container of a service's version is made of: its image, its source beneath /app, its command. */
export async function replicaOptions(
  stage: ContainerStage,
  version: ServiceVersion,
  { sources, values, environment, overruling, command, container }: ReplicaNeeds,
): Promise<ContainerOptions> {
  const { engine, options } = stage
  const image = await imageOf(engine, version, options.progress)
  const source = version.source === null ? null : (sources.get(version.source) ?? version.source)
  const path = source === null ? {} : { PATH: `${SOURCE}/node_modules/.bin:${await imagePath(stage, image)}` }
  const described = container === undefined ? {} : await describedOptions(engine, image, container, options)
  const own = fillAll(version.environment, values)
  return {
    ...described,
    Image: image,
    Env: envList({ LANG: 'C.UTF-8', TZ: 'UTC', ...path, ...environment, ...own, ...overruling }),
    ...(command !== null && { Entrypoint: ['sh', '-c', fill(command, values)], Cmd: [] }),
    ...(source !== null && {
      WorkingDir: SOURCE,
      HostConfig: { ...described.HostConfig, Binds: [mount(source, SOURCE, 'ro')] },
    }),
  }
}

async function imagePath({ engine }: ContainerStage, image: string): Promise<string> {
  const { Config } = await engine.image.inspect(ImageName.fromString(image))
  const path = Config.Env?.find((pair) => pair.startsWith('PATH='))?.slice('PATH='.length)
  return path ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
}
