import { sleep } from 'k6'
import { Counter } from 'k6/metrics'
import { type Arrivals, dueAfterMs } from './arrivals.ts'
import { nowMs } from './clock.ts'
import { execution } from './execution.ts'

/** Later than this, a client would have given up: the iteration is recorded as dropped and not sent. */
const LATEST_MS = 30_000

const starts = new Counter('fulldress_start')

/**
 * Waits until this iteration is due and reports how late it began. False where it came too late to be played.
 *
 * k6 hands out iteration numbers in the order in which its VUs become free. So who finds his arrival in the past was
 * kept waiting by busy VUs, and who had to sleep and still wakes up late was let down by the generator itself.
 */
export function awaitArrival(arrivals: Arrivals | undefined, epochMs: number): boolean {
  if (arrivals === undefined) {
    report(0, {})
    return true
  }
  const index = execution().scenario.iterationInTest
  const dueMs = epochMs + dueAfterMs(arrivals, index)
  const waitMs = dueMs - nowMs()
  if (waitMs > 0) sleep(waitMs / 1000)
  const lagMs = Math.max(0, nowMs() - dueMs)
  const dropped = lagMs > LATEST_MS
  report(lagMs, { arrival: String(index), ...(waitMs > 0 ? {} : { busy: '1' }), ...(dropped ? { dropped: '1' } : {}) })
  return !dropped
}

/** Metadata, unlike tags, makes no time series; it stays on a VU until it is taken off again. */
function report(lagMs: number, about: Readonly<Record<string, string>>): void {
  const { metadata } = execution().vu.metrics
  Object.assign(metadata, about)
  starts.add(lagMs)
  for (const key of Object.keys(about)) delete metadata[key]
}
