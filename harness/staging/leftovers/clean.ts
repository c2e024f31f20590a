import { isAlive } from '../../process/owner.ts'
import { sweepContainers } from './containers.ts'
import { removeFolder, runFolders } from './folders.ts'
import { sweepImages } from './images.ts'
import { killOrphans } from './processes.ts'

export interface Removed {
  readonly kind: 'process' | 'folder' | 'container' | 'network' | 'volume' | 'image'
  readonly name: string
}

export interface Cleaning {
  readonly removed: readonly Removed[]
  /** Ids of runs whose owner lives: nothing of theirs was touched. */
  readonly live: readonly string[]
  /** How many images that runs built are still there. */
  readonly imagesLeft: number
}

/** Removes what runs left whose owner is dead, and never what belongs to a live one. Needs no engine. */
export async function clean(): Promise<Cleaning> {
  const folders = await runFolders()
  const dead = folders.filter(({ owner }) => !isAlive(owner))
  const living = folders.filter(({ owner }) => isAlive(owner))
  // The processes first, for they would write into the folders.
  const processes = await killOrphans(dead.map(({ path }) => path))
  const [swept] = await Promise.all([sweepContainers(), ...dead.map(removeFolder)])
  const live = [...new Set([...living.map(({ id }) => id), ...swept.live])]
  const images = await sweepImages(live.length > 0)
  return {
    removed: [
      ...processes.map((name) => ({ kind: 'process', name }) as const),
      ...swept.containers.map((name) => ({ kind: 'container', name }) as const),
      ...swept.networks.map((name) => ({ kind: 'network', name }) as const),
      ...swept.volumes.map((name) => ({ kind: 'volume', name }) as const),
      ...images.removed.map((name) => ({ kind: 'image', name }) as const),
      ...dead.map(({ path }) => ({ kind: 'folder', name: path }) as const),
    ],
    live,
    imagesLeft: images.left,
  }
}
