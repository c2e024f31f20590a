import type { PhaseName } from '../model/act.ts'
import { Histogram } from '../model/histogram.ts'
import type { KeyedBy, RetriesSeen } from '../model/retries-seen.ts'
import { callersOf, type Enclosing } from './callers.ts'
import { delaysOf, failedFirst, gaveUp, type LogicalCall, spanOf, wasRepeated } from './logical-calls.ts'

/** When a phase was, epoch milliseconds. */
export interface RetriedPhase {
  readonly phase: PhaseName
  readonly fromMs: number
  readonly toMs: number
}

/** Clients may round a Retry-After, and clocks of timers run a little ahead. */
const EARLY_MS = 20

/** Longer calls than this share of all are not waited for: a few that are cut off are cut off in every phase alike. */
const USUAL_SHARE = 0.95

/** What is known of the calls to an operation. */
export interface Made {
  /** Those of which an attempt failed or was not the only one. */
  readonly calls: readonly LogicalCall[]
  /** How many logical calls began in the phase. */
  readonly began: number
  /** How late its answers were in the phase. */
  readonly late: Histogram
  readonly enclosing: ReadonlyMap<LogicalCall, Enclosing>
}

/** How one operation was retried in one phase, from its logical calls of all phases. */
export function retriesOf({ calls, began, late, enclosing }: Made, phase: RetriedPhase): RetriesSeen {
  const failed = calls.filter((call) => failedFirst(call) && beganIn(call, phase))
  const seen = whole(failed, phase.toMs - usualSpanMs(calls))
  const cutOff = failed.length - seen.length
  const attempts: number[] = []
  for (const call of seen) add(attempts, call.attempts.length)
  const timed = seen.flatMap((call) => enclosing.get(call) ?? [])
  return {
    began,
    repeated: calls.filter((call) => beganIn(call, phase) && wasRepeated(call)).length,
    lateP90Ms: late.quantile(0.9),
    failedFirst: seen.length,
    attempts,
    givenUp: seen.filter(gaveUp).length,
    ...(cutOff === 0 ? {} : { cutOff }),
    delays: delayHistograms(seen).map((histogram) => histogram.toJSON()),
    retryAfter: retryAfterOf(seen),
    keyedBy: keyedBy(seen),
    timed: timed.length,
    callers: callersOf(timed),
  }
}

/**
 * All but the failures near the end of the phase: after its own time a further attempt may have been cut off by what came
 * next.
 */
function whole(failed: readonly LogicalCall[], untilMs: number): readonly LogicalCall[] {
  return failed.filter((call) => !gaveUp(call) || spanOf(call).fromMs < untilMs)
}

/**
 * As long as all but the longest few calls of steady phases took with their further attempts, the same for every phase.
 * A call that hung in a swap, or a single odd one, would otherwise leave no failure that counts.
 */
function usualSpanMs(calls: readonly LogicalCall[]): number {
  const spans = calls
    .filter(({ attempts: [first, second] }) => second !== undefined && isSteady(first?.phase))
    .map(spanOf)
    .map(({ fromMs, toMs }) => toMs - fromMs)
    .sort((a, b) => a - b)
  return spans[Math.ceil(USUAL_SHARE * spans.length) - 1] ?? 0
}

function isSteady(phase: string | undefined): boolean {
  return phase === 'baseline' || phase === 'soak' || phase === 'restored'
}

function beganIn(call: LogicalCall, { fromMs, toMs }: RetriedPhase): boolean {
  const beganMs = spanOf(call).fromMs
  return beganMs >= fromMs && beganMs < toMs
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
