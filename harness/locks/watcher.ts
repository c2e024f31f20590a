import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'

export interface WatchOptions {
  readonly address: DatabaseAddress
  /** The run's folder; samples go to `<folder>/locks/<name>.jsonl`. */
  readonly folder: string
  readonly name: string
  /** Between two samples; 10 unless the caller has a reason. */
  readonly intervalMs: number
  readonly record: Recorder
}

/** Samples pg_locks and pg_stat_activity over one connection of its own until stopped. */
export interface LockWatcher extends AsyncDisposable {
  /** What is under way: locks and queues seen from now on belong to this act. */
  during(act: 'upgrade' | 'rollback' | 'steady'): void
  /** Folds the samples since `during` into `lock.held`, `lock.queue` and `locks.watched` and records them. */
  fold(): Promise<void>
}

export async function watchLocks(_options: WatchOptions): Promise<LockWatcher> {
  throw new Error('not built yet')
}
