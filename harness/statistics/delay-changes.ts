import type { HistogramData } from '../model/histogram.ts'
import { ENOUGH_DELAYS, quantile, quickSpread, sortedValues, spread } from './delays.ts'
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

export interface Believable {
  /** Largest p of a change that is believed. */
  readonly alpha: number
  /** Smaller changes than this may be the machine's. */
  readonly noiseMs: number
}

/** A quiet machine's own noise, and what share of a delay is too little to matter. */
const NOISE_MS = 40
const JITTER_NOISE_MS = 50
const SMALLEST_SHARE = 0.2
const SMALLEST_JITTER = 0.3
/** The quickest delays are those below this quantile. */
const QUICKEST = 0.05

/** How many tests `delayChanges` makes of these, for whoever corrects for their number. */
export function delayTests(before: readonly HistogramData[], after: readonly HistogramData[]): number {
  return 2 * common(before, after).length
}

/**
 * Which delays differ by more than the noise of a machine, and not by chance.
 *
 * Noise only ever adds to a delay: it moves the quickest less than the median, and spreads them less than the rest. So a
 * delay counts as another only where both moved, and jitter only where both spread.
 */
export function delayChanges(
  before: readonly HistogramData[],
  after: readonly HistogramData[],
  { alpha, noiseMs }: Believable,
): readonly DelayChange[] {
  return common(before, after).flatMap((delay) =>
    [moved(delay, noiseMs), spreadOut(delay, noiseMs)].filter(
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

function moved({ attempt, earlier, later }: Common, noiseMs: number): DelayChange | null {
  const [beforeMs, afterMs] = [quantile(earlier, 0.5), quantile(later, 0.5)]
  const leastMs = Math.max(NOISE_MS, noiseMs, SMALLEST_SHARE * Math.max(beforeMs, afterMs))
  const byMs = afterMs - beforeMs
  if (Math.abs(byMs) <= leastMs || !quickestMoved(earlier, later, { byMs, leastMs })) return null
  return { attempt, what: 'delay', beforeMs, afterMs, p: medianTest(earlier, later) }
}

/** By half as much as the median at least, in time or, for delays that jitter down to nothing, in proportion. */
function quickestMoved(
  earlier: readonly number[],
  later: readonly number[],
  { byMs, leastMs }: { readonly byMs: number; readonly leastMs: number },
): boolean {
  const [from, to] = [quantile(earlier, QUICKEST), quantile(later, QUICKEST)]
  if ((to - from) * Math.sign(byMs) > leastMs / 2) return true
  const times = Math.log(quantile(later, 0.5) / quantile(earlier, 0.5))
  return Math.log(to / from) * Math.sign(byMs) > Math.abs(times) / 2
}

function spreadOut({ attempt, earlier, later }: Common, noiseMs: number): DelayChange | null {
  const [beforeMs, afterMs] = [spread(earlier), spread(later)]
  const medianMs = Math.max(quantile(earlier, 0.5), quantile(later, 0.5))
  const leastMs = Math.max(JITTER_NOISE_MS, noiseMs, SMALLEST_JITTER * medianMs)
  const quickByMs = (quickSpread(later) - quickSpread(earlier)) * Math.sign(afterMs - beforeMs)
  if (Math.abs(afterMs - beforeMs) <= leastMs || quickByMs <= leastMs / 4) return null
  return { attempt, what: 'jitter', beforeMs, afterMs, p: medianTest(distances(earlier), distances(later)) }
}

function distances(values: readonly number[]): readonly number[] {
  const median = quantile(values, 0.5)
  return values.map((value) => Math.abs(value - median))
}
