import type { Recorder } from '../../model/evidence.ts'
import type { WaitingNow } from '../../model/reading.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { type Logbook, openLogbook } from './logbook.ts'
import { openLookout } from './lookout.ts'
import { applicationsBefore, namesOf } from './names.ts'
import type { Sample } from './sample.ts'
import { startSampling } from './sampler.ts'
import { waitingIn } from './waiting.ts'

export interface WatchOptions {
  readonly address: DatabaseAddress
  /** The run's folder; samples of interest go to `<folder>/locks/<name>-<n>-<act>.jsonl`, waits to `…-waits.jsonl`. */
  readonly folder: string
  readonly name: string
  /** Between two samples; 10 unless the caller has a reason. */
  readonly intervalMs: number
  readonly record: Recorder
}

/** Samples pg_locks and pg_stat_activity over one connection of its own until stopped. */
export interface LockWatcher extends AsyncDisposable {
  /**
   * What is under way: locks and queues seen from now on belong to this act. In a steady one only waits are looked for,
   * and what they are for: it resolves once locks are that keep nobody waiting as well.
   */
  during(act: 'upgrade' | 'rollback' | 'steady'): Promise<void>
  /** Says that a session belongs to the step under way, at any time before the fold: a tool's own bear no name of ours. */
  migrating(pid: number): void
  /**
   * Folds the samples since `during`, or since the fold before, into `lock.held`, `lock.queue`, `lock.deadlock` and
   * `locks.watched` and records them. A watcher that went blind has recorded `locks.unwatched`; it still tells what it saw until then.
   */
  fold(): Promise<void>
  /** Who waits by the newest sample, for who looks on; null from a watcher that went blind. */
  waiting(): WaitingNow | null
}

type Act = Parameters<LockWatcher['during']>[0]

export async function watchLocks({ address, folder, name, intervalMs, record }: WatchOptions): Promise<LockWatcher> {
  const lookout = await openLookout(address, intervalMs)
  const { session, deadlockTimeoutMs } = lookout
  let opened = 0
  let actFromMs = Date.now()
  const open = (act: Act, fromMs: number, before: Logbook | null): Logbook => {
    const window = { act, fromMs, actFromMs, intervalMs, deadlockTimeoutMs }
    return openLogbook({ folder, name: `${name}-${++opened}-${act}`, ...window, before })
  }
  let current = open('steady', Date.now(), null)
  let newest: Sample | null = null
  const sampler = startSampling({
    lookout,
    onReport: (report) => {
      current.add(report)
      newest = report.sample ?? newest
    },
    onBlind: (reason) => record({ kind: 'locks.unwatched', reason }),
  })
  /** Begins a new window and tells the one before. Nothing is awaited before the change, so no sample is lost. */
  const turnTo = (act: Act): Logbook => {
    const before = current
    current = open(act, sampler.lastAtMs(), before)
    return before
  }
  const tell = (logbook: Logbook, toMs: number, names: ReadonlyMap<number, string>) => {
    for (const fact of logbook.close(toMs, names, () => lookout.takeCpuMs())) record(fact)
  }
  return {
    async during(act) {
      actFromMs = Date.now()
      // Whoever turns without folding leaves names that came later unknown, but nothing untold.
      tell(turnTo(act), sampler.lastAtMs(), new Map())
      const { window } = current
      if (act !== 'steady' && !sampler.blind())
        applicationsBefore(session, actFromMs).then(window.know, () => undefined)
      await lookout.waitsAlone(act === 'steady')
    },
    migrating: (pid) => current.window.migrating(pid),
    waiting: () => (sampler.blind() ? null : waitingIn(newest, Date.now())),
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
