import { setTimeout as sleep } from 'node:timers/promises'
import { describe } from '../../errors.ts'
import { meterSamples } from './cpu.ts'
import type { Lookout, Report } from './lookout.ts'
import type { Sample } from './sample.ts'

/** A server that does not answer for so long is as good as gone. */
const PATIENCE_MS = 10_000

export interface SamplerOptions {
  readonly lookout: Lookout
  readonly intervalMs: number
  readonly onSample: (sample: Sample) => void
  /** Called at most once; there are no samples afterwards. */
  readonly onBlind: (reason: string) => void
}

export interface Sampler {
  readonly lastAtMs: () => number
  readonly blind: () => boolean
  /** Resolves when a sample that began after the call was handed over, or none will be. */
  caughtUp(): Promise<void>
  takeCpuMs(): number
  /** At once; what is under way then is dropped. */
  stop(): void
}

/** Takes samples at a steady pace until stopped. Never rejects: what ends it is told to `onBlind`. */
export function startSampling({ lookout, intervalMs, onSample, onBlind }: SamplerOptions): Sampler {
  const meter = meterSamples(lookout.session.pid)
  const waiting = new Set<{ readonly sinceMs: number; readonly resolve: () => void }>()
  let running = true
  let lastAtMs = Date.now()
  const release = (atMs: number) => {
    for (const one of waiting) {
      if (one.sinceMs > atMs) continue
      waiting.delete(one)
      one.resolve()
    }
  }
  const end = (reason: string) => {
    if (!running) return
    running = false
    clearInterval(watchdog)
    onBlind(reason)
    release(Number.POSITIVE_INFINITY)
  }
  void lookout.session.lost.then(({ message }) => end(message))
  let askedMs = Date.now()
  const watchdog = setInterval(() => {
    if (Date.now() - askedMs > PATIENCE_MS) end(`the server did not answer within ${PATIENCE_MS / 1000} s`)
  }, 1_000).unref()
  const handOver = (sample: Sample) => {
    lastAtMs = Math.max(lastAtMs, sample.atMs)
    onSample(sample)
    release(sample.atMs)
  }
  const loop = async () => {
    for (let something = false; running; ) {
      askedMs = Date.now()
      const { looksAtMs, sample } = await meter.of(() => (something ? takeOne(lookout) : lookout.look()))
      if (!running) return
      for (const atMs of looksAtMs) handOver({ atMs, locks: [] })
      if (sample !== null) handOver(sample)
      something = sample !== null && sample.locks.length > 0
      if (sample === null) continue
      // Never busy for more than half of the time: a queue of many is dear to look at.
      const tookMs = Date.now() - sample.atMs
      await sleep(Math.max(1, tookMs, intervalMs - tookMs))
    }
  }
  void loop().catch((error) => end(describe(error)))
  return {
    lastAtMs: () => lastAtMs,
    blind: () => !running,
    caughtUp: () =>
      running ? new Promise((resolve) => waiting.add({ sinceMs: Date.now(), resolve })) : Promise.resolve(),
    takeCpuMs: () => meter.takeMs(),
    stop() {
      running = false
      clearInterval(watchdog)
      release(Number.POSITIVE_INFINITY)
    },
  }
}

async function takeOne(lookout: Lookout): Promise<Report> {
  return { looksAtMs: [], sample: await lookout.sample() }
}
