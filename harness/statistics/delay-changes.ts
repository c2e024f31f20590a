import type { HistogramData } from '../model/histogram.ts'
import { below, ENOUGH_DELAYS, quantile, sortedValues, spread } from './delays.ts'
import { medianTest } from './median-test.ts'

/** A delay that is not what it was. */
export interface DelayChange {
  /** The attempt that it precedes: 2, 3, …. */
  readonly attempt: number
  readonly what: 'delay' | 'jitter'
  readonly beforeMs: number
  readonly afterMs: number
  /** Of the median test, before any correction for their number. */
  readonly p: number
}

/** What a busy machine adds to a delay may differ by so much between two phases. */
const NOISE_MS = 40
const JITTER_NOISE_MS = 50
const SMALLEST_SHARE = 0.2
const SMALLEST_JITTER = 0.3
/** How many tests `delayChanges` makes of these, for whoever corrects for their number. */
export function delayTests(before: readonly HistogramData[], after: readonly HistogramData[]): number {
  return 2 * common(before, after).length
}

/**
 * Which delays differ by more than the noise of a machine and with p at most `alpha`.
 *
 * Noise only ever adds to a delay: it moves the lower quartile less than the median, and spreads the upper half more
 * than the lower. So a delay counts as another only where both quantiles moved, and jitter where both halves spread.
 */
export function delayChanges(
  before: readonly HistogramData[],
  after: readonly HistogramData[],
  alpha: number,
): readonly DelayChange[] {
  return common(before, after).flatMap(({ attempt, earlier, later }) =>
    [moved(attempt, earlier, later), spreadOut(attempt, earlier, later)].filter(
      (change): change is DelayChange => change !== null && change.p <= alpha,
    ),
  )
}

interface Common {
  readonly attempt: number
  readonly earlier: readonly number[]
  readonly later: readonly number[]
}

function common(before: readonly HistogramData[], after: readonly HistogramData[]): readonly Common[] {
  return before
    .map((data, index) => ({
      attempt: index + 2,
      earlier: sortedValues(data),
      later: sortedValues(after[index] ?? { maxMs: null, buckets: [] }),
    }))
    .filter(({ earlier, later }) => earlier.length >= ENOUGH_DELAYS && later.length >= ENOUGH_DELAYS)
}

function moved(attempt: number, earlier: readonly number[], later: readonly number[]): DelayChange | null {
  const [beforeMs, afterMs] = [quantile(earlier, 0.5), quantile(later, 0.5)]
  const leastMs = Math.max(NOISE_MS, SMALLEST_SHARE * Math.max(beforeMs, afterMs))
  const byMs = afterMs - beforeMs
  const lowerByMs = (quantile(later, 0.25) - quantile(earlier, 0.25)) * Math.sign(byMs)
  if (Math.abs(byMs) <= leastMs || lowerByMs <= leastMs / 2) return null
  return { attempt, what: 'delay', beforeMs, afterMs, p: medianTest(earlier, later) }
}

function spreadOut(attempt: number, earlier: readonly number[], later: readonly number[]): DelayChange | null {
  const [beforeMs, afterMs] = [spread(earlier), spread(later)]
  const medianMs = Math.max(quantile(earlier, 0.5), quantile(later, 0.5))
  const leastMs = Math.max(JITTER_NOISE_MS, SMALLEST_JITTER * medianMs)
  const belowByMs = (below(later) - below(earlier)) * Math.sign(afterMs - beforeMs)
  if (Math.abs(afterMs - beforeMs) <= leastMs || belowByMs <= leastMs / 2) return null
  return { attempt, what: 'jitter', beforeMs, afterMs, p: medianTest(distances(earlier), distances(later)) }
}

function distances(values: readonly number[]): readonly number[] {
  const median = quantile(values, 0.5)
  return values.map((value) => Math.abs(value - median))
}
