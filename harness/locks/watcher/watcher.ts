import type { Recorder } from '../../model/evidence.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { openLookout } from './lookout.ts'
import { applicationsBefore, namesOf } from './names.ts'
import { openSampleFile } from './sample-file.ts'
import { startSampling } from './sampler.ts'
import { openWindow } from './window.ts'

export interface WatchOptions {
  readonly address: DatabaseAddress
  /** The run's folder; samples of interest go to `<folder>/locks/<name>-<n>-<act>.jsonl`. */
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
  /**
   * Folds the samples since `during`, or since the fold before, into `lock.held`, `lock.queue` and `locks.watched` and
   * records them. A watcher that went blind has recorded `locks.unwatched`; it still tells what it saw until then.
   */
  fold(): Promise<void>
}

type Act = Parameters<LockWatcher['during']>[0]

export async function watchLocks({ address, folder, name, intervalMs, record }: WatchOptions): Promise<LockWatcher> {
  const lookout = await openLookout(address, intervalMs)
  const { session } = lookout
  let opened = 0
  let actFromMs = Date.now()
  const open = (act: Act, fromMs: number) => {
    const window = openWindow(act, { fromMs, actFromMs, intervalMs })
    return { window, file: openSampleFile(folder, `${name}-${++opened}-${act}`) }
  }
  let current = open('steady', Date.now())
  const sampler = startSampling({
    lookout,
    intervalMs,
    onSample(sample) {
      current.file.add(sample)
      current.window.add(sample)
    },
    onBlind: (reason) => record({ kind: 'locks.unwatched', reason }),
  })
  /** Begins a new window and tells the one before. Nothing is awaited before the change, so no sample is lost. */
  const turnTo = (act: Act): typeof current => {
    const before = current
    current = open(act, sampler.lastAtMs())
    return before
  }
  const tell = ({ window, file }: typeof current, toMs: number, names: ReadonlyMap<number, string>) => {
    if (window.samples() === 0) return
    for (const fact of window.seen(names)) record(fact)
    record({ kind: 'locks.watched', ...window.closeness(toMs), cpuMs: sampler.takeCpuMs(), file: file.close() })
  }
  return {
    during(act) {
      actFromMs = Date.now()
      // Whoever turns without folding leaves names that came later unknown, but nothing untold.
      tell(turnTo(act), sampler.lastAtMs(), new Map())
      if (act !== 'steady' && !sampler.blind())
        applicationsBefore(session, actFromMs).then(current.window.know, () => undefined)
    },
    async fold() {
      await sampler.caughtUp()
      const before = turnTo(current.window.act)
      const toMs = sampler.lastAtMs()
      // A session that does not answer would keep us here for good.
      const asked = sampler.blind() ? [] : before.window.unnamed()
      tell(before, toMs, await namesOf(session, asked).catch(() => new Map()))
    },
    async [Symbol.asyncDispose]() {
      sampler.stop()
      // An act that was interrupted did not come to fold; what it held and who queued is still worth knowing.
      if (current.window.act !== 'steady') tell(current, sampler.lastAtMs(), new Map())
      await lookout[Symbol.asyncDispose]()
    },
  }
}
