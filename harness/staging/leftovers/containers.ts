import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type Owner } from '../../process/owner.ts'
import { type Docker, findEngine } from '../containers/engine.ts'
import { RUN_LABEL } from '../containers/labels.ts'
import { labelledVolumes } from '../containers/volumes.ts'

export interface ContainerSweep {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
  /** Ids of runs that live. */
  readonly live: readonly string[]
}

const AFTERWARDS_MS = 300

const NOTHING: ContainerSweep = { containers: [], networks: [], volumes: [], live: [] }

/** Removes dead runs' containers, then their networks and volumes; nothing where no engine answers. */
export async function sweepContainers(): Promise<ContainerSweep> {
  const engine = await Promise.race([findEngine().catch(() => null), sleep(10_000, null, { ref: false })])
  return engine === null ? NOTHING : await sweep(engine.container.dockerode)
}

/** A request of a run that died under it is still carried out by the engine, a moment later. */
async function sweep(docker: Docker): Promise<ContainerSweep> {
  let all = await sweepOnce(docker)
  for (let pass = 0; pass < 5; pass++) {
    await sleep(AFTERWARDS_MS)
    const { containers, networks, volumes, live } = await sweepOnce(docker)
    if (containers.length + networks.length + volumes.length === 0) break
    all = {
      containers: [...new Set([...all.containers, ...containers])],
      networks: [...new Set([...all.networks, ...networks])],
      volumes: [...new Set([...all.volumes, ...volumes])],
      live,
    }
  }
  return all
}

async function sweepOnce(docker: Docker): Promise<ContainerSweep> {
  const filters = { label: [RUN_LABEL] }
  const containers = await docker.listContainers({ all: true, filters })
  const networks = await docker.listNetworks({ filters: JSON.stringify(filters) as never })
  const all = [...containers, ...networks].map(({ Labels }) => Labels ?? {})
  const live = all.filter(belongsToLiving).map((labels) => labels[RUN_LABEL] ?? '')
  const dead = containers.filter(({ Labels }) => !belongsToLiving(Labels))
  await Promise.all(dead.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true }).catch(unlessGone)))
  const deadNetworks = networks.filter(({ Labels }) => !belongsToLiving(Labels ?? {}))
  await Promise.all(deadNetworks.map(({ Id }) => docker.getNetwork(Id).remove().catch(unlessGone)))
  const deadVolumes = (await labelledVolumes(docker)).filter(({ labels }) => !belongsToLiving(labels))
  await Promise.all(deadVolumes.map(({ name }) => docker.getVolume(name).remove().catch(unlessGone)))
  return {
    containers: dead.map(({ Names, Image }) => `${Names[0]?.slice(1)} (${Image})`),
    networks: deadNetworks.map(({ Name }) => Name),
    volumes: deadVolumes.map(({ name }) => name),
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

/** Gone, on its way out by somebody else's hand, or a network that a container joined meanwhile: the next pass will tell. */
function unlessGone(error: { readonly statusCode?: number }): void {
  if (![403, 404, 409].includes(error.statusCode ?? 0)) throw error
}
