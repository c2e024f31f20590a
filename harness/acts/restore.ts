import { watchLocks } from '../locks/watcher/watcher.ts'
import type { Recorder } from '../model/evidence.ts'
import type { Command, Snapshot } from '../model/step.ts'
import { onStage, type Scene } from './scene.ts'

/**
 * Restores the snapshot while clients go on asking. All sessions end, the lock watcher's as well: another one watches
 * what comes after, for while there is no database there are no locks.
 */
export async function restoreSnapshot(
  scene: Scene,
  snapshot: Snapshot,
  {
    step,
    record,
    run,
  }: { readonly step: number; readonly record: Recorder; readonly run: (command: Command) => Promise<unknown> },
): Promise<void> {
  const copy = onStage(scene, 'copy')
  const startedAt = Date.now()
  const watcher = onStage(scene, 'watcher')
  await watcher.fold()
  await watcher[Symbol.asyncDispose]()
  if (snapshot.by === 'base-backup') await copy.restoreSnapshot()
  else await run(snapshot.restore)
  record({ kind: 'snapshot.restored', step, startedAt, endedAt: Date.now() })
  const watching = { address: copy.database, folder: scene.folder, name: 'live-restored', intervalMs: 10, record }
  scene.watcher = await watchLocks(watching)
  await scene.watcher.during('rollback')
}
