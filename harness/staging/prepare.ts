import type { StageDescription } from '../model/stage.ts'
import { templateData } from './postgres/template.ts'
import { prepareSources } from './source.ts'

/** Puts all that a stage needs into the cache before anything is started, while the outside can still be reached. */
export async function prepareStage(
  runtime: 'containers' | 'processes',
  description: StageDescription,
  progress: (line: string) => void,
): Promise<void> {
  const ofDatabase = runtime === 'processes' ? [templateData(description.database, progress)] : []
  await Promise.all([...ofDatabase, prepareSources(description, progress)])
}
