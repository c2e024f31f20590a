import { dirname, join, relative } from 'node:path'
import { applySql } from '../migrator/apply.ts'
import type { FilesOptions } from '../migrator/files-options.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import type { SqlFiles, Step } from '../model/step.ts'
import type { Scene } from './scene.ts'
import { runCommand } from './steps.ts'

export type MigrateStep = Extract<Step, { kind: 'migrate' }>

/** What of a transition's migrations is performed as one: an SQL file, or a tool's whole step. */
export interface MigrationPiece {
  /** The file relative to the spec, or the step's label. */
  readonly name: string
  /** Where its step stands among all, counted from 0. */
  readonly at: number
  /** With this file alone. */
  readonly step: MigrateStep
}

/** Cuts steps into the pieces that migrate; all others are left out. */
export function piecesOf({ plan }: Pick<Scene, 'plan'>, steps: readonly Step[]): readonly MigrationPiece[] {
  const root = dirname(plan.spec)
  return steps.flatMap((step, at): readonly MigrationPiece[] => {
    if (step.kind !== 'migrate') return []
    if ('tool' in step) return [{ name: step.label, at, step }]
    const { sql } = step
    return sql.files.map((file) => {
      const name = relative(root, join(sql.folder, file))
      return { name, at, step: { ...step, sql: { ...sql, files: [file] } } }
    })
  })
}

/** Performs a migration on a clone; what a tool prints goes to the log of that name. */
export async function migrateOnClone(
  scene: Scene,
  step: MigrateStep,
  address: DatabaseAddress,
  { log, signal, killed }: { readonly log: string; readonly signal: AbortSignal; readonly killed?: AbortSignal },
): Promise<void> {
  if ('sql' in step) return await applyOnClone(scene, step.sql, address, { signal })
  await runCommand(scene, step.tool, log, signal, { at: address, ...(killed && { killed }) })
}

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
