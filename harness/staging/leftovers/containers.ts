import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type Owner } from '../../process/owner.ts'
import { type Docker, findEngine } from '../containers/engine.ts'
import { RUN_LABEL } from '../containers/labels.ts'

export interface ContainerSweep {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  /** Ids of runs that live. */
  readonly live: readonly string[]
}

const NOTHING: ContainerSweep = { containers: [], networks: [], live: [] }

/** Removes dead runs' containers with their volumes, then their networks; nothing where no engine answers. */
export async function sweepContainers(): Promise<ContainerSweep> {
  const engine = await Promise.race([findEngine().catch(() => null), sleep(10_000, null, { ref: false })])
  return engine === null ? NOTHING : await sweep(engine.container.dockerode)
}

async function sweep(docker: Docker): Promise<ContainerSweep> {
  const filters = { label: [RUN_LABEL] }
  const containers = await docker.listContainers({ all: true, filters })
  const networks = await docker.listNetworks({ filters: JSON.stringify(filters) as never })
  const all = [...containers, ...networks].map(({ Labels }) => Labels ?? {})
  const live = all.filter(belongsToLiving).map((labels) => labels[RUN_LABEL] ?? '')
  const dead = containers.filter(({ Labels }) => !belongsToLiving(Labels))
  await Promise.all(dead.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(unlessGone)))
  const deadNetworks = networks.filter(({ Labels }) => !belongsToLiving(Labels ?? {}))
  await Promise.all(deadNetworks.map(({ Id }) => docker.getNetwork(Id).remove().catch(unlessGone)))
  return {
    containers: dead.map(({ Names, Image }) => `${Names[0]?.slice(1)} (${Image})`),
    networks: deadNetworks.map(({ Name }) => Name),
    live: [...new Set(live)],
  }
}

function belongsToLiving(labels: Readonly<Record<string, string>>): boolean {
  const owner: Owner = {
    pid: Number(labels['fulldress.pid']),
    started: labels['fulldress.started'] ?? '',
    boot: labels['fulldress.boot'] ?? '',
    host: labels['fulldress.host'] ?? '',
  }
  return isAlive(owner)
}

/** Gone, or on its way out by somebody else's hand. */
function unlessGone(error: { readonly statusCode?: number }): void {
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error
}
