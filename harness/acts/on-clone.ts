import { dirname } from 'node:path'
import { applySql } from '../migrator/apply.ts'
import type { FilesOptions } from '../migrator/files-options.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles, Step } from '../model/step.ts'
import type { Scene } from './scene.ts'

export type MigrateStep = Extract<Step, { kind: 'migrate' }>

/** Applies SQL files of the spec to a clone. What they do there is for whoever tries them to record, and nobody else's news. */
export function applyOnClone(
  { plan }: Scene,
  sql: SqlFiles,
  address: DatabaseAddress,
  { signal, attendant }: Pick<FilesOptions, 'signal' | 'attendant'>,
): Promise<void> {
  const root = dirname(plan.spec)
  return applySql({ address, sql, root, recordAs: null, attendant, progress: () => undefined, signal })
}
