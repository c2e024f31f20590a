import type { RunLabel } from '../copy.ts'
import type { Docker, Engine } from './engine.ts'
import { RUN_LABEL } from './labels.ts'

/** A volume that containers of one run share, by its name in the compose file. */
export function volumeName({ id }: RunLabel, name: string): string {
  return `fulldress-${id}-${name}`
}

/** Volumes with our label: of one run, or of all. */
export async function labelledVolumes(
  docker: Docker,
  run?: RunLabel,
): Promise<readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]> {
  const filters = { label: [run === undefined ? RUN_LABEL : `${RUN_LABEL}=${run.id}`] }
  const { Volumes } = await docker.listVolumes({ filters })
  return (Volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }))
}

/** Removes the volumes of a run whose containers are gone. */
export async function removeVolumes(engine: Engine, run: RunLabel): Promise<void> {
  const docker = engine.container.dockerode
  const volumes = await labelledVolumes(docker, run)
  await Promise.all(volumes.map(({ name }) => docker.getVolume(name).remove().catch(unlessGone)))
}

function unlessGone(error: { readonly statusCode?: number }): void {
  if (error.statusCode !== 404) throw error
}
