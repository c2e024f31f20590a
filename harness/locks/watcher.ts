import { connect } from '../database/session.ts'
import type { Recorder } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { namesOf } from './names.ts'
import { SAMPLING } from './sample.ts'
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
  const session = await connect(address, { application: 'fulldress-watch', settings: SAMPLING })
  let opened = 0
  const open = (act: Act, fromMs: number) => {
    const window = openWindow(act, fromMs, intervalMs)
    return { window, file: openSampleFile(folder, `${name}-${++opened}-${act}`) }
  }
  let current = open('steady', Date.now())
  const sampler = startSampling({
    session,
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
    current = open(act, sampler.blind() ? sampler.lastAtMs() : Date.now())
    return before
  }
  const tell = ({ window, file }: typeof current, toMs: number, names: ReadonlyMap<number, string>) => {
    for (const fact of window.seen(names)) record(fact)
    const cpuMs = sampler.takeCpuMs()
    const samples = file.close()
    if (window.samples() > 0) record({ kind: 'locks.watched', ...window.closeness(toMs), cpuMs, file: samples })
  }
  return {
    during(act) {
      // Whoever turns without folding leaves names that came later unknown, but nothing untold.
      tell(turnTo(act), sampler.lastAtMs(), new Map())
      const { window } = current
      if (act !== 'steady' && !sampler.blind()) sampler.applications(0).then(window.know, () => undefined)
    },
    async fold() {
      await sampler.caughtUp()
      const before = turnTo(current.window.act)
      const toMs = sampler.lastAtMs()
      const names = await namesOf(session, before.window.unnamed()).catch(() => new Map<number, string>())
      tell(before, toMs, names)
    },
    async [Symbol.asyncDispose]() {
      sampler.stop()
      current.file.close()
      await session[Symbol.asyncDispose]()
    },
  }
}
