import type { Ground, GroundOptions } from '../ground.ts'

export async function startContainers(_options: GroundOptions): Promise<Ground> {
  throw new Error('not built yet: containers')
}
