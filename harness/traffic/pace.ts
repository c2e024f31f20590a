/** How the latency of all requests moved over a span of time. */
export interface Trend {
  readonly requests: number
  /** Change of the mean latency from the beginning of the span to its end, as a share: −0.2 is a fifth quicker. */
  readonly change: number
  /** That change in standard errors. */
  readonly t: number
}

const SLICE_MS = 250
/** What a settling looks back on, and some more. */
const KEPT_MS = 90_000
/** Fewer requests tell of no slope. */
const ENOUGH = 20

interface Slice {
  count: number
  sum: number
  squares: number
}

/**
 * Logarithms of the latest latencies in slices of a quarter of a second, so that a slope can be told while the load goes
 * on: blocks are too long for that. It forgets what is older than a settling can last.
 */
export class Pace {
  readonly #slices = new Map<number, Slice>()
  #newest = 0

  add(endMs: number, latencyMs: number): void {
    const index = Math.floor(endMs / SLICE_MS)
    const slice = this.#slices.get(index) ?? { count: 0, sum: 0, squares: 0 }
    const log = Math.log(Math.max(0.1, latencyMs))
    slice.count++
    slice.sum += log
    slice.squares += log * log
    this.#slices.set(index, slice)
    if (index <= this.#newest) return
    this.#newest = index
    for (const old of this.#slices.keys()) if (old < index - KEPT_MS / SLICE_MS) this.#slices.delete(old)
  }

  /** The straight line through the latencies of requests that ended in the span; null where they are too few. */
  trend(fromMs: number, toMs: number): Trend | null {
    const [first, end] = [Math.ceil(fromMs / SLICE_MS), Math.floor(toMs / SLICE_MS)]
    const slices = [...this.#slices].filter(([index]) => first <= index && index < end)
    const sum = (value: (at: number, slice: Slice) => number) =>
      slices.reduce((total, [index, slice]) => total + value(index - first, slice), 0)
    const requests = sum((_, { count }) => count)
    if (requests < ENOUGH) return null
    const [at, log] = [sum((x, { count }) => x * count) / requests, sum((_, one) => one.sum) / requests]
    const spread = sum((x, { count }) => count * (x - at) ** 2)
    if (spread === 0) return null
    const slope = sum((x, one) => (x - at) * (one.sum - one.count * log)) / spread
    const residue = sum((_, { squares }) => squares) - requests * log * log - slope * slope * spread
    const error = Math.sqrt(Math.max(1e-12, residue) / (requests - 2) / spread)
    return { requests, change: Math.expm1(slope * (end - first)), t: slope / error }
  }
}
