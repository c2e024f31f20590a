import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PartnerDescription } from '../../model/stage.ts'
import type { PartnerConfig } from '../../partners/config.ts'
import { STAND_IN_PROGRAM } from '../code.ts'
import type { StartedContainer } from './container.ts'
import { NODE_IMAGE } from './image.ts'
import { codeMounts, mount } from './mounts.ts'
import { type ContainerStage, envList } from './stage.ts'

export const PARTNER_PORT = 8080

/** Its name on the internal network. */
export function partnerAlias(name: string): string {
  return `partner-${name}`
}

/** Starts a stand-in: our own program in the image with Node, its calls' folder mounted to be written to. */
export async function startPartner(
  stage: ContainerStage,
  { name, routes }: PartnerDescription,
): Promise<StartedContainer> {
  const { folder, temporary, seed } = stage.options
  const calls = join(folder, 'partners')
  await mkdir(calls, { recursive: true })
  const callsFile = join(calls, `${name}.jsonl`)
  const config: PartnerConfig = { name, host: '0.0.0.0', port: PARTNER_PORT, routes, seed, callsFile }
  const file = join(temporary, `partner-${name}.json`)
  await writeFile(file, JSON.stringify(config))
  const options = {
    Image: NODE_IMAGE,
    Entrypoint: ['node', STAND_IN_PROGRAM, file],
    Env: envList({ HOME: '/tmp', TZ: 'UTC' }),
    // What it writes must be the operator's, not root's, to remove.
    ...(process.getuid !== undefined && { User: `${process.getuid()}:${process.getgid?.() ?? 0}` }),
    HostConfig: { Binds: [...codeMounts(), mount(file, file, 'ro'), mount(calls, calls, 'rw')] },
  }
  const logFile = join(folder, 'logs', `partner-${name}.log`)
  return await stage.inside({ label: `stand-in ${name}`, options, logFile }, partnerAlias(name))
}
