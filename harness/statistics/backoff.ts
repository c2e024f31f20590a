import { type HistogramData, middleOf } from '../model/histogram.ts'
import { medianTest } from './median-test.ts'

/** How a client waits between its attempts, told from the delays before attempt 2, 3, …. null: too little was seen. */
export interface Fingerprint {
  /** Median delay before each further attempt, up to the first one that was never seen. */
  readonly delaysMs: readonly number[]
  readonly firstMs: number | null
  /** Geometric mean of what each delay is of the one before, the cap left out. */
  readonly multiplier: number | null
  /** Largest distance between the quartiles of a delay, as a share of its median. */
  readonly jitter: number | null
  /** Where delays grow no more, having grown before. */
  readonly capMs: number | null
}

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

/** Fewer delays than this on either side tell of no difference. */
const ENOUGH = 5
/** What a busy machine adds to a delay may differ by so much between two phases. */
const NOISE_MS = 40
const JITTER_NOISE_MS = 50
const SMALLEST_SHARE = 0.2
const SMALLEST_JITTER = 0.3
/** Neighbouring delays nearer than this are one. */
const SAME_SHARE = 0.1

export function fingerprintOf(delays: readonly HistogramData[]): Fingerprint {
  const values = delays.map(sortedValues)
  const seen = values.slice(
    0,
    Math.max(
      0,
      values.concat([[]]).findIndex((one) => one.length === 0),
    ),
  )
  const delaysMs = seen.map((one) => quantile(one, 0.5))
  const spreads = seen.filter(({ length }) => length >= ENOUGH).map((one) => spread(one) / quantile(one, 0.5))
  const capMs = capOf(delaysMs)
  const growing = capMs === null ? delaysMs : delaysMs.slice(0, delaysMs.findIndex((ms) => isSame(ms, capMs)) + 1)
  const [firstMs = null] = growing
  const lastMs = growing.at(-1)
  const steps = growing.length - 1
  return {
    delaysMs,
    firstMs,
    multiplier: firstMs === null || lastMs === undefined || steps < 1 ? null : (lastMs / firstMs) ** (1 / steps),
    jitter: spreads.length === 0 ? null : Math.max(...spreads),
    capMs,
  }
}

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
    .filter(({ earlier, later }) => earlier.length >= ENOUGH && later.length >= ENOUGH)
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

/** How far values lie below their median: a stall of the machine adds to a delay, and reaches this hardly at all. */
function below(values: readonly number[]): number {
  return quantile(values, 0.5) - quantile(values, 0.1)
}

function spread(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25)
}

/** The last delay, where the one before is the same and an earlier one was shorter. */
function capOf(delaysMs: readonly number[]): number | null {
  const [first = 0] = delaysMs
  const [before, last] = delaysMs.slice(-2)
  if (delaysMs.length < 3 || before === undefined || last === undefined) return null
  return isSame(before, last) && !isSame(first, last) ? last : null
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME_SHARE * Math.max(one, other)
}

/** Nearest rank of sorted values; 0 for none. */
function quantile(values: readonly number[], q: number): number {
  return values[Math.max(0, Math.ceil(q * values.length) - 1)] ?? 0
}

function sortedValues({ buckets }: HistogramData): readonly number[] {
  return buckets.flatMap(([bucket, count]) => Array<number>(count).fill(middleOf(bucket)))
}
