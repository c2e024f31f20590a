import type { BuildDescription, ContainerDescription } from '../../model/container.ts'
import { isThere, items, members, type Part, textOf, under } from '../part.ts'
import { buildOf } from './build.ts'
import { type Dependency, dependenciesOf } from './dependencies.ts'
import { environmentOf } from './environment.ts'
import { healthcheckOf } from './healthcheck.ts'
import { judgeServiceKeys } from './keys.ts'
import { mountsOf, tmpfsOf } from './mounts.ts'
import { portsOf } from './ports.ts'
import type { Reading } from './reading.ts'
import { commandOf, switchOf, textsOf } from './words.ts'

/** A service of a compose file, in whichever of its forms it was written. */
export interface ComposeService {
  readonly name: string
  readonly part: Part
  readonly image: string | null
  readonly build: BuildDescription | null
  readonly environment: Readonly<Record<string, string>>
  /** Inside the container. */
  readonly ports: readonly number[]
  readonly dependsOn: readonly Dependency[]
  readonly profiles: readonly string[]
  /** Of this machine, which it would mount. */
  readonly sockets: readonly string[]
  readonly container: ContainerDescription
}

/** Reads one service; what is wrong with it is complained of, and the rest is read all the same. */
export function composeService(name: string, part: Part, reading: Reading): ComposeService {
  judgeServiceKeys(part, name, reading)
  const build = buildOf(under(part, 'build'), reading)
  const image = textOf(under(part, 'image'))
  if (image === null && !isThere(under(part, 'build')) && !isThere(under(part, 'extends')))
    reading.complainOfKey(part, 'an image or a build', 'neither')
  const ports = portsOf(part, name, reading)
  const { mounts, sockets } = mountsOf(part, name, reading)
  return {
    name,
    part,
    image,
    build,
    environment: environmentOf(part, reading),
    ports,
    dependsOn: dependenciesOf(under(part, 'depends_on'), reading),
    profiles: textsOf(under(part, 'profiles')) ?? [],
    sockets,
    container: {
      aliases: aliasesOf(name, part, reading),
      entrypoint: commandOf(under(part, 'entrypoint'), reading),
      command: commandOf(under(part, 'command'), reading),
      workingDir: textOf(under(part, 'working_dir')),
      user: textOf(under(part, 'user')),
      init: switchOf(under(part, 'init'), reading),
      mounts,
      tmpfs: tmpfsOf(under(part, 'tmpfs')),
      healthcheck: healthcheckOf(under(part, 'healthcheck'), reading),
    },
  }
}

/** All the names by which its neighbours could call it, on whichever network; its own is the first. */
function aliasesOf(name: string, part: Part, reading: Reading): readonly string[] {
  const networks = under(part, 'networks')
  for (const network of [...items(networks).map(textOf), ...members(networks).map(([key]) => key)])
    if (network !== null) reading.note('networks', `network ${network}`)
  const declared = members(networks).flatMap(([, network]) => textsOf(under(network, 'aliases')) ?? [])
  const own = [textOf(under(part, 'hostname')), textOf(under(part, 'container_name'))]
  return [...new Set([name, ...own.filter((alias) => alias !== null), ...declared])]
}

/** Aliases that other services give it by `links: [name:alias]`. */
export function linksTo(name: string, services: readonly ComposeService[]): readonly string[] {
  return services.flatMap(({ part }) =>
    (textsOf(under(part, 'links')) ?? []).flatMap((link) => {
      const [linked, alias] = link.split(':')
      return linked === name && alias !== undefined ? [alias] : []
    }),
  )
}
