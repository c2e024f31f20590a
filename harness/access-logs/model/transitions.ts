import { Histogram } from '../../model/histogram.ts'
import type { ThinkTimes } from '../../model/traffic-model.ts'

/** Histograms are for 0.1 to 100,000: as hundreds of ms that is 10 ms to 2.7 h. */
const MS_OF_ONE = 100
const NUMBERS = 65_536
/** Pairs of endpoints; a log that has more of them has no pattern that could be replayed. */
const MOST_PAIRS = 50_000

/** What followed what: for each pair of endpoints how often, and after how long. */
export class Transitions {
  readonly #pairs = new Map<number, Pair>()
  readonly #thinks = new Histogram()

  add(from: number, to: number, thinkMs: number): void {
    const key = from * NUMBERS + to
    const known = this.#pairs.get(key)
    this.#thinks.add(thinkMs / MS_OF_ONE)
    if (known !== undefined) known.add(thinkMs)
    else if (this.#pairs.size < MOST_PAIRS) this.#pairs.set(key, new Pair().with(thinkMs))
  }

  /** What nearly every visitor has come back within. */
  usualThinkMs(): number {
    return (this.#thinks.quantile(0.99) ?? 0) * MS_OF_ONE
  }

  /** The pairs under the numbers that `survivor` gives for the old ones. */
  byNumber(survivor: (number: number) => number): ReadonlyMap<number, ReadonlyMap<number, Pair>> {
    const rows = new Map<number, Map<number, Pair>>()
    for (const [key, pair] of this.#pairs) {
      const [from, to] = [survivor(Math.floor(key / NUMBERS)), survivor(key % NUMBERS)]
      const row = rows.get(from) ?? new Map<number, Pair>()
      const merged = row.get(to) ?? new Pair()
      merged.merge(pair)
      rows.set(from, row.set(to, merged))
    }
    return rows
  }
}

export class Pair {
  count = 0
  #sumMs = 0
  readonly #histogram = new Histogram()

  add(thinkMs: number): void {
    this.count++
    this.#sumMs += thinkMs
    this.#histogram.add(thinkMs / MS_OF_ONE)
  }

  with(thinkMs: number): Pair {
    this.add(thinkMs)
    return this
  }

  merge(other: Pair): void {
    this.count += other.count
    this.#sumMs += other.#sumMs
    this.#histogram.merge(other.#histogram)
  }

  times(): ThinkTimes {
    const quantile = (q: number) => Math.round((this.#histogram.quantile(q) ?? 0) * MS_OF_ONE)
    return { mean: Math.round(this.#sumMs / this.count), p50: quantile(0.5), p90: quantile(0.9) }
  }
}
