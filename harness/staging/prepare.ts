import type { StageDescription } from '../model/stage.ts'
import { templateData } from './postgres/template.ts'
import { prepareSources } from './source.ts'

/** Puts all that a stage of processes needs into the cache, while the outside can still be reached. */
export async function prepareProcesses(description: StageDescription, progress: (line: string) => void): Promise<void> {
  await Promise.all([templateData(description.database, progress), prepareSources(description, progress)])
}
