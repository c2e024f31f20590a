import { markSnapshot } from '../database/since-snapshot.ts'
import { describe, RehearsalError } from '../errors.ts'
import type { Snapshot } from '../model/step.ts'
import type { Company } from './act.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'

/** Keeps the database as it is just before the upgrade, where the way back is to restore it. Nobody is sent away for it. */
export async function takeSnapshot(scene: Scene, { journal, signal }: Company): Promise<void> {
  const { rollback } = scene.plan
  if (rollback.way !== 'restore') return
  const { snapshot } = rollback
  scene.progress('taking the snapshot that the rollback will restore')
  const startedAt = Date.now()
  const takenAt = snapshot.by === 'base-backup' ? await onStage(scene, 'copy').takeSnapshot() : startedAt
  if (snapshot.by === 'commands') await runSnapshot(scene, snapshot, signal)
  const transaction = await markSnapshot(onStage(scene, 'copy').database)
  journal.record({ kind: 'snapshot.taken', by: snapshot.by, startedAt, takenAt, endedAt: Date.now(), transaction })
}

async function runSnapshot(
  scene: Scene,
  { take }: Extract<Snapshot, { by: 'commands' }>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await runCommand(scene, take, 'snapshot', signal)
  } catch (error) {
    signal.throwIfAborted()
    throw new RehearsalError(
      'snapshot-failed',
      `expected \`rollback.snapshot\` to keep the database just before the upgrade, found: ${describe(error)}`,
      'mend the command, which runs on a clone before and so must be able to run twice; nothing was upgraded yet',
      error,
    )
  }
}
