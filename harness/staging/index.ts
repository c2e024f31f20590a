import type { StagingCopy, StagingOptions } from './copy.ts'

/** Starts the database and the fronts in the chosen runtime; the services follow with `startServices`, once there is a schema. */
export async function startStaging(runtime: 'containers' | 'processes', _options: StagingOptions): Promise<StagingCopy> {
  throw new Error(`not built yet: ${runtime}`)
}
