import { normalQuantile } from './distributions.ts'

/** So many of so many requests. */
export interface Share {
  readonly hits: number
  readonly total: number
}

export interface Bounds {
  readonly low: number
  readonly high: number
}

/**
 * The odds of `after` ÷ those of `before`, with half a request added to each of the four counts, so that none is zero.
 */
export function oddsRatio(before: Share, after: Share): number {
  const odds = ({ hits, total }: Share) => (hits + 0.5) / (total - hits + 0.5)
  return odds(after) / odds(before)
}

/** Wilson's score interval of a share; each bound holds with probability 1 − alpha. */
export function wilson({ hits, total }: Share, alpha: number): Bounds {
  if (total === 0) return { low: 0, high: 1 }
  const z = normalQuantile(1 - alpha)
  const p = hits / total
  const centre = p + (z * z) / (2 * total)
  const half = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total))
  const scale = 1 + (z * z) / total
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) }
}

/**
 * Newcombe's interval (1998, his method 10) of the difference between two shares of independent requests; each bound
 * holds with probability 1 − alpha. Requests of one block resemble each other, so the true interval is never narrower.
 */
export function newcombe(before: Share, after: Share, alpha: number): Bounds {
  const [earlier, later] = [wilson(before, alpha), wilson(after, alpha)]
  const [p, q] = [before.hits / Math.max(1, before.total), after.hits / Math.max(1, after.total)]
  return {
    low: q - p - Math.hypot(q - later.low, earlier.high - p),
    high: q - p + Math.hypot(later.high - q, p - earlier.low),
  }
}
