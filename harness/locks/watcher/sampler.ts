import { describe } from '../../errors.ts'
import type { Lookout, Report } from './lookout.ts'

/** A server that does not answer for so long is as good as gone. */
const PATIENCE_S = 10

export interface SamplerOptions {
  readonly lookout: Lookout
  readonly onReport: (report: Report) => void
  /** Called at most once; there are no reports afterwards. */
  readonly onBlind: (reason: string) => void
}

export interface Sampler {
  /** When the last look that was reported began. */
  readonly lastAtMs: () => number
  readonly blind: () => boolean
  /** Resolves when a look that began after the call was handed over, or none will be. */
  caughtUp(): Promise<void>
  /** At once; what is under way then is dropped. */
  stop(): void
}

/** Looks at a steady pace until stopped. Never rejects: what ends it is told to `onBlind`. */
export function startSampling({ lookout, onReport, onBlind }: SamplerOptions): Sampler {
  const waiting = new Set<{ readonly sinceMs: number; readonly resolve: () => void }>()
  let running = true
  let lastAtMs = Date.now()
  let silentS = 0
  const release = (atMs: number) => {
    for (const one of waiting) {
      if (one.sinceMs > atMs) continue
      waiting.delete(one)
      one.resolve()
    }
  }
  const hear = (report: Report) => {
    silentS = 0
    if (!running) return
    onReport(report)
    lastAtMs = Math.max(lastAtMs, ...report.looksAtMs, report.sample?.atMs ?? 0)
    release(lastAtMs)
  }
  const end = (reason: string) => {
    if (!running) return
    running = false
    clearInterval(watchdog)
    onBlind(reason)
    release(Number.POSITIVE_INFINITY)
  }
  // Where the server said why, the statement under way says it better, in a moment.
  void lookout.session.lost.then(({ message }) => setImmediate(end, message))
  // Seconds are counted rather than subtracted: this thread may have been too busy to hear.
  const watchdog = setInterval(() => {
    if (++silentS > PATIENCE_S) end(`the server did not answer within ${PATIENCE_S} s`)
  }, 1_000).unref()
  const loop = async () => {
    while (running) await lookout.watch(hear)
  }
  void loop().catch((error) => end(describe(error)))
  return {
    lastAtMs: () => lastAtMs,
    blind: () => !running,
    caughtUp: () =>
      running
        ? new Promise((resolve) => waiting.add({ sinceMs: Date.now() + lookout.clockErrorMs, resolve }))
        : Promise.resolve(),
    stop() {
      running = false
      clearInterval(watchdog)
      release(Number.POSITIVE_INFINITY)
    },
  }
}
