import type { PhaseName } from '../model/act.ts'
import { Histogram } from '../model/histogram.ts'
import type { KeyedBy, RetriesSeen } from '../model/retries-seen.ts'
import { callersOf, type Enclosing } from './callers.ts'
import { delaysOf, failedFirst, gaveUp, type LogicalCall, spanOf } from './logical-calls.ts'

/** When a phase was, epoch milliseconds. */
export interface RetriedPhase {
  readonly phase: PhaseName
  readonly fromMs: number
  readonly toMs: number
}

/** Clients may round a Retry-After, and clocks of timers run a little ahead. */
const EARLY_MS = 20

/** How one operation was retried in one phase, from all of its logical calls. */
export function retriesOf(
  calls: readonly LogicalCall[],
  enclosing: ReadonlyMap<LogicalCall, Enclosing>,
  phase: RetriedPhase,
): RetriesSeen {
  const seen = whole(calls, phase)
  const attempts: number[] = []
  for (const call of seen) add(attempts, call.attempts.length)
  const timed = seen.flatMap((call) => enclosing.get(call) ?? [])
  return {
    failedFirst: seen.length,
    attempts,
    givenUp: seen.filter(gaveUp).length,
    delays: delayHistograms(seen).map((histogram) => histogram.toJSON()),
    retryAfter: retryAfterOf(seen),
    keyedBy: keyedBy(seen),
    timed: timed.length,
    callers: callersOf(timed),
  }
}

/**
 * The calls that began in the phase and failed at first, but for failures near its end: as late as the longest of all
 * began before its end, a further attempt may have been cut off by what came next. The same for every phase.
 */
function whole(calls: readonly LogicalCall[], { fromMs, toMs }: RetriedPhase): readonly LogicalCall[] {
  const longestMs = calls.map(spanOf).reduce((longest, span) => Math.max(longest, span.toMs - span.fromMs), 0)
  return calls.filter((call) => {
    const beganMs = spanOf(call).fromMs
    if (!failedFirst(call) || beganMs < fromMs || beganMs >= toMs) return false
    return !gaveUp(call) || beganMs < toMs - longestMs
  })
}

function delayHistograms(calls: readonly LogicalCall[]): readonly Histogram[] {
  const histograms: Histogram[] = []
  for (const call of calls) {
    for (const [index, delayMs] of delaysOf(call).entries()) {
      const histogram = histograms[index] ?? new Histogram()
      histograms[index] = histogram
      if (delayMs !== null) histogram.add(delayMs)
    }
  }
  return histograms
}

function retryAfterOf(calls: readonly LogicalCall[]): RetriesSeen['retryAfter'] {
  let [asked, honoured] = [0, 0]
  for (const call of calls) {
    for (const [index, delayMs] of delaysOf(call).entries()) {
      const waitMs = call.attempts[index]?.retryAfterMs ?? null
      if (waitMs === null || delayMs === null) continue
      asked++
      if (delayMs >= waitMs - EARLY_MS) honoured++
    }
  }
  return { asked, honoured }
}

function keyedBy(calls: readonly LogicalCall[]): RetriesSeen['keyedBy'] {
  const counts: Partial<Record<KeyedBy, number>> = {}
  for (const { by } of calls) counts[by] = (counts[by] ?? 0) + 1
  return counts
}

function add(counts: number[], attempts: number): void {
  while (counts.length < attempts) counts.push(0)
  counts[attempts - 1] = (counts[attempts - 1] ?? 0) + 1
}
