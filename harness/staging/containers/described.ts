import { ImageName } from 'testcontainers'
import type { ContainerDescription, MountDescription } from '../../model/container.ts'
import type { GroundOptions } from '../ground.ts'
import type { ContainerOptions, Engine } from './engine.ts'
import { runLabels } from './labels.ts'
import { volumeName } from './volumes.ts'

type Mount = NonNullable<NonNullable<ContainerOptions['HostConfig']>['Mounts']>[number]

/** What a compose file says of a container, as the engine wants it: everything but image, environment and network. */
export async function describedOptions(
  engine: Engine,
  image: string,
  { entrypoint, command, workingDir, user, init, mounts, tmpfs, healthcheck }: ContainerDescription,
  { run, progress }: Pick<GroundOptions, 'run' | 'progress'>,
): Promise<ContainerOptions> {
  const { Config } = await engine.image.inspect(ImageName.fromString(image))
  const data = Object.keys((Config.Volumes ?? {}) as object)
  const made = mounts.map((mount) => keptAway(mount, { data, image, progress }))
  return {
    // The harness asks by itself, when it waits; nobody's checks run beside the traffic.
    ...(healthcheck !== null && { Healthcheck: { Test: ['NONE'] } }),
    ...(entrypoint !== null && { Entrypoint: entrypoint.length === 0 ? [''] : [...entrypoint] }),
    ...(command !== null && { Cmd: [...command] }),
    ...(workingDir !== null && { WorkingDir: workingDir }),
    ...(user !== null && { User: user }),
    HostConfig: {
      ...(init !== null && { Init: init }),
      Tmpfs: { ...tmpfs },
      Mounts: made.map((mount) => engineMount(mount, run)),
    },
  }
}

/** A folder of this machine that an image keeps its data in belongs to another server's data: it starts empty instead. */
function keptAway(
  mount: MountDescription,
  {
    data,
    image,
    progress,
  }: { readonly data: readonly string[]; readonly image: string; readonly progress: GroundOptions['progress'] },
): MountDescription {
  if (mount.kind !== 'bind' || !data.includes(mount.target)) return mount
  progress(`${mount.target} of ${image} starts empty: the data in ${mount.source} is left alone`)
  return { kind: 'volume', name: null, target: mount.target, readOnly: false }
}

function engineMount(mount: MountDescription, run: GroundOptions['run']): Mount {
  if (mount.kind === 'bind') return { Type: 'bind', Source: mount.source, Target: mount.target, ReadOnly: true }
  const { name, target, readOnly } = mount
  return {
    Type: 'volume',
    // Without a name it goes with its container.
    Source: name === null ? '' : volumeName(run, name),
    Target: target,
    ReadOnly: readOnly,
    VolumeOptions: { NoCopy: false, Labels: runLabels(run), DriverConfig: { Name: 'local', Options: {} } },
  }
}
