import { bucketOf, Histogram, LAST_BUCKET, middleOf } from '../model/histogram.ts'

/** Up to so many values are kept one by one, two bytes each: less than the histogram of a second would take. */
const MOST_FEW = 256

/** Latencies of an endpoint in one stretch, as buckets of `Histogram`: there are tens of thousands of these. */
export class Latencies {
  #few = new Uint16Array(4)
  #many: Histogram | null = null
  #count = 0
  #maxMs = Number.NEGATIVE_INFINITY

  get count(): number {
    return this.#count
  }

  /** Exact; null where nothing was added. */
  get maxMs(): number | null {
    return this.#count === 0 ? null : this.#maxMs
  }

  add(ms: number): void {
    if (this.#many === null) this.#put(bucketOf(ms))
    else {
      this.#many.add(ms)
      this.#count++
    }
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  merge(other: Latencies): void {
    if (other.#many === null) for (let at = 0; at < other.#count; at++) this.#put(other.#few[at] ?? 0)
    else
      for (const [bucket, count] of other.#many.toJSON().buckets)
        for (let each = 0; each < count; each++) this.#put(bucket)
    if (other.#maxMs > this.#maxMs) this.#maxMs = other.#maxMs
  }

  /** Adds to how many values each bucket has. */
  countInto(counts: Uint32Array): void {
    const add = (bucket: number, count: number) => {
      counts[bucket] = (counts[bucket] ?? 0) + count
    }
    if (this.#many !== null) for (const [bucket, count] of this.#many.toJSON().buckets) add(bucket, count)
    else for (let at = 0; at < this.#count; at++) add(this.#few[at] ?? 0, 1)
  }

  #put(bucket: number): void {
    if (this.#many === null && this.#count === MOST_FEW) {
      this.#many = new Histogram()
      for (const known of this.#few) this.#many.add(middleOf(known))
      this.#few = new Uint16Array(0)
    }
    if (this.#many !== null) this.#many.add(middleOf(bucket))
    else {
      if (this.#count === this.#few.length) this.#widen()
      this.#few[this.#count] = bucket
    }
    this.#count++
  }

  #widen(): void {
    const wider = new Uint16Array(Math.min(MOST_FEW, 2 * this.#few.length))
    wider.set(this.#few)
    this.#few = wider
  }
}

/** The value below or at which the share `q` of all of them lies (nearest rank), to 1 %; null where there is none. */
export function quantileOf(parts: readonly Latencies[], q: number): number | null {
  const counts = new Uint32Array(LAST_BUCKET + 1)
  for (const part of parts) part.countInto(counts)
  const maxMs = parts.reduce((most, part) => Math.max(most, part.maxMs ?? most), Number.NEGATIVE_INFINITY)
  const buckets = [...counts.entries()].filter(([, count]) => count > 0)
  return Histogram.from({ maxMs: buckets.length === 0 ? null : maxMs, buckets }).quantile(q)
}
