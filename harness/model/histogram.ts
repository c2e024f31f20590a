/** Values within a bucket differ by less than this from the value it answers with. */
const RELATIVE_ERROR = 0.01
const LOWEST_MS = 0.1
const HIGHEST_MS = 100_000
const GROWTH = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR)
const LOG_GROWTH = Math.log(GROWTH)
const LAST = Math.ceil(Math.log(HIGHEST_MS / LOWEST_MS) / LOG_GROWTH)

/** A histogram as JSON: pairs of bucket and count, lowest first. */
export interface HistogramData {
  readonly maxMs: number | null
  readonly buckets: readonly (readonly [number, number])[]
}

/**
 * Milliseconds in logarithmic buckets: 1 % relative error between 0.1 ms and 100 s, which are also the lowest and the
 * highest answer but for the maximum, which is exact. It holds only the span of buckets that were hit, so that one
 * per endpoint and block stays small.
 */
export class Histogram {
  #first = 0
  #counts = new Uint32Array(0)
  #count = 0
  #maxMs = Number.NEGATIVE_INFINITY

  get count(): number {
    return this.#count
  }

  /** null where nothing was added. */
  get maxMs(): number | null {
    return this.#count === 0 ? null : this.#maxMs
  }

  add(ms: number): void {
    this.#addTo(bucketOf(ms), 1)
    if (ms > this.#maxMs) this.#maxMs = ms
  }

  merge(other: Histogram): void {
    for (const [bucket, count] of other.#pairs()) this.#addTo(bucket, count)
    if (other.#maxMs > this.#maxMs) this.#maxMs = other.#maxMs
  }

  /** The value below or at which the share `q` of all values lies (nearest rank); null where nothing was added. */
  quantile(q: number): number | null {
    const rank = Math.max(1, Math.ceil(q * this.#count))
    let seen = 0
    for (const [bucket, count] of this.#pairs()) {
      seen += count
      if (seen >= rank) return rank === this.#count ? this.#maxMs : Math.min(middleOf(bucket), this.#maxMs)
    }
    return null
  }

  toJSON(): HistogramData {
    return { maxMs: this.maxMs, buckets: [...this.#pairs()] }
  }

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram()
    for (const [bucket, count] of data.buckets) histogram.#addTo(bucket, count)
    if (data.maxMs !== null) histogram.#maxMs = data.maxMs
    return histogram
  }

  *#pairs(): Generator<readonly [number, number]> {
    for (const [index, count] of this.#counts.entries()) if (count > 0) yield [this.#first + index, count]
  }

  #addTo(bucket: number, count: number): void {
    if (bucket < this.#first || bucket >= this.#first + this.#counts.length) this.#widen(bucket)
    const index = bucket - this.#first
    this.#counts[index] = (this.#counts[index] ?? 0) + count
    this.#count += count
  }

  #widen(bucket: number): void {
    const empty = this.#counts.length === 0
    const first = empty ? bucket : Math.min(bucket, this.#first)
    const end = empty ? bucket + 1 : Math.max(bucket + 1, this.#first + this.#counts.length)
    // Room to spare on both sides: latencies of one endpoint lie close together and would widen it again and again.
    const from = Math.max(0, first - 16)
    const counts = new Uint32Array(end + 16 - from)
    counts.set(this.#counts, empty ? 0 : this.#first - from)
    this.#first = from
    this.#counts = counts
  }
}

/** The bucket that a value falls into. */
export function bucketOf(ms: number): number {
  if (!(ms > LOWEST_MS)) return 0
  return Math.min(LAST, Math.ceil(Math.log(ms / LOWEST_MS) / LOG_GROWTH))
}

/** The value whose relative distance to both ends of the bucket is the same. */
export function middleOf(bucket: number): number {
  return bucket === 0 ? LOWEST_MS : (LOWEST_MS * GROWTH ** bucket * 2) / (1 + GROWTH)
}

/** The upper end, in ms, of the bucket at `position`; positions between whole numbers divide a bucket evenly on the log scale. */
export function msAtBucket(position: number): number {
  return LOWEST_MS * GROWTH ** position
}

/** How many buckets a relative change spans: 0.25 is +25 %. */
export function bucketsOf(change: number): number {
  return Math.log1p(change) / LOG_GROWTH
}

/** The relative change that spans so many buckets: the reverse of {@link bucketsOf}. */
export function changeOf(buckets: number): number {
  return Math.expm1(buckets * LOG_GROWTH)
}

/** What no bucket is above. */
export const LAST_BUCKET = LAST
