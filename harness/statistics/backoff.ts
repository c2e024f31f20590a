import type { HistogramData } from '../model/histogram.ts'
import { ENOUGH_DELAYS, quantile, sortedValues, spread } from './delays.ts'

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

/** Neighbouring delays nearer than this are one. */
const SAME_SHARE = 0.1

/** What the delays of one phase tell. */
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
  const spreads = seen.filter(({ length }) => length >= ENOUGH_DELAYS).map((one) => spread(one) / quantile(one, 0.5))
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
