import { setTimeout as sleep } from 'node:timers/promises'
import { type Docker, findEngine } from '../containers/engine.ts'
import { removeUnlessUsed } from '../containers/image.ts'
import { BUILD_LABEL, BUILD_REPOSITORY } from '../containers/labels.ts'

/** Images that runs built from Dockerfiles. */
export interface ImageSweep {
  readonly removed: readonly string[]
  /** As many as were left: a live run may need them, or a container of somebody else. */
  readonly left: number
}

/**
 * Removes the images that runs built, unless a run lives: they are a cache, which any run may have begun to count on.
 * Nothing where no engine answers.
 */
export async function sweepImages(live: boolean): Promise<ImageSweep> {
  const engine = await Promise.race([findEngine().catch(() => null), sleep(10_000, null, { ref: false })])
  if (engine === null) return { removed: [], left: 0 }
  const docker = engine.container.dockerode
  const images = await builtImages(docker)
  if (live) return { removed: [], left: images.length }
  const gone = await Promise.all(images.map((image) => removeUnlessUsed(docker, image)))
  return { removed: images.filter((_, at) => gone[at]), left: gone.filter((isGone) => !isGone).length }
}

/** By their names, and by id those that lost theirs to a newer one. An image that somebody built upon ours is not ours. */
async function builtImages(docker: Docker): Promise<readonly string[]> {
  const named = await docker.listImages({ filters: { reference: [BUILD_REPOSITORY] } as never })
  const nameless = await docker.listImages({ filters: { label: [BUILD_LABEL], dangling: ['true'] } as never })
  const names = named
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((name) => name.startsWith(`${BUILD_REPOSITORY}:`))
  return [...names, ...nameless.map(({ Id }) => Id)]
}
