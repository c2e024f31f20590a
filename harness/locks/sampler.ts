import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../database/session.ts'
import { describe } from '../errors.ts'
import { meterSamples } from './cpu.ts'
import { applicationsOf } from './names.ts'
import { type Sample, takeSample } from './sample.ts'

/** A server that does not answer for so long is as good as gone. */
const PATIENCE_MS = 10_000

export interface SamplerOptions {
  readonly session: Session
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
  /** Asks who is connected, between two samples. */
  applications(olderThanMs: number): Promise<readonly string[]>
  takeCpuMs(): number
  /** At once; what is under way then is dropped. */
  stop(): void
}

/** Takes samples at a steady pace until stopped. Never rejects: what ends it is told to `onBlind`. */
export function startSampling({ session, intervalMs, onSample, onBlind }: SamplerOptions): Sampler {
  const meter = meterSamples(session.pid)
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
  void session.lost.then(({ message }) => end(message))
  let askedMs = Date.now()
  const watchdog = setInterval(() => {
    if (Date.now() - askedMs > PATIENCE_MS) end(`the server did not answer within ${PATIENCE_MS / 1000} s`)
  }, 1_000).unref()
  const loop = async () => {
    for (let dueMs = Date.now(); running; ) {
      askedMs = Date.now()
      const sample = await meter.of(() => takeSample(session))
      if (!running) return
      lastAtMs = sample.atMs
      onSample(sample)
      release(sample.atMs)
      // What is late is not caught up on: two samples at once show no more than one.
      dueMs = Math.max(dueMs + intervalMs, Date.now() + 1)
      await sleep(dueMs - Date.now())
    }
  }
  void loop().catch((error) => end(describe(error)))
  return {
    lastAtMs: () => lastAtMs,
    blind: () => !running,
    caughtUp: () =>
      running ? new Promise((resolve) => waiting.add({ sinceMs: Date.now(), resolve })) : Promise.resolve(),
    applications: (olderThanMs) => applicationsOf(session, olderThanMs),
    takeCpuMs: () => meter.takeMs(),
    stop() {
      running = false
      clearInterval(watchdog)
      release(Number.POSITIVE_INFINITY)
    },
  }
}
