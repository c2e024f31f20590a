import { endedTransactions, rowsSince } from '../database/since-snapshot.ts'
import type { Journal } from '../journal/journal.ts'
import { watchLocks } from '../locks/watcher/watcher.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Command, Snapshot } from '../model/step.ts'
import type { Company } from './act.ts'
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
    journal,
    run,
  }: { readonly step: number; readonly journal: Journal; readonly run: (command: Command) => Promise<unknown> },
): Promise<void> {
  const record = journal.record.bind(journal)
  const copy = onStage(scene, 'copy')
  const transaction = await endedTransactions(copy.database)
  const startedAt = Date.now()
  announce(scene, journal, startedAt)
  const watcher = onStage(scene, 'watcher')
  await watcher.fold()
  await watcher[Symbol.asyncDispose]()
  if (snapshot.by === 'base-backup') await copy.restoreSnapshot()
  else await run(snapshot.restore)
  scene.part?.(null)
  record({ kind: 'snapshot.restored', step, startedAt, endedAt: Date.now(), transaction })
  const watching = { address: copy.database, folder: scene.folder, name: 'live-restored', intervalMs: 10, record }
  scene.watcher = await watchLocks(watching)
  await scene.watcher.during('rollback')
}

/** Nobody knows how long a restore takes; how long its copy took is the best there is. */
function announce({ part }: Scene, journal: Journal, fromMs: number): void {
  const taken = part === undefined ? undefined : entriesOf(journal.read(), 'snapshot.taken').at(-1)
  if (taken === undefined) return
  const untilMs = fromMs + taken.endedAt - taken.startedAt
  part?.({ doing: 'restoring the snapshot', fromMs, untilMs })
}

/** Asks the live copy, once the rollback is over, whether what was written since the snapshot went with the restore. */
export async function proveRestore(scene: Scene, { journal }: Pick<Company, 'journal'>): Promise<void> {
  const entries = journal.read()
  const from = entriesOf(entries, 'snapshot.taken').at(-1)?.transaction
  const to = entriesOf(entries, 'snapshot.restored').at(-1)?.transaction
  if (from === undefined || to === undefined) return
  const proved = await rowsSince(onStage(scene, 'copy').database, from, to)
  journal.record({ kind: 'snapshot.proved', ...proved })
}
