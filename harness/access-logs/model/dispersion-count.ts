import type { Dispersion } from '../../model/traffic-model.ts'

/** Seconds that may still get requests: logs are written when requests end, and not quite in order. */
const OPEN_SECONDS = 16
/** Variance is taken within groups, so that the day's ups and downs do not pass for bursts. */
const GROUP = 60
const SCALES_SECONDS = [1, 10, 60] as const
const FEWEST_COUNTS = 30
const FEWEST_REQUESTS = 50

/**
 * Index of dispersion of arrivals (variance of counts over their mean), counted over 1, 10 and 60 s at once: a stretch must hold a
 * request on average before it can tell a clock from chance.
 */
export class DispersionCount {
  readonly #open = new Uint32Array(OPEN_SECONDS)
  readonly #scales = SCALES_SECONDS.map((seconds) => new Scale(seconds))
  #next = -1
  #last = -1

  add(second: number): void {
    if (this.#next < 0) this.#next = second
    if (second < this.#next) return
    if (second > this.#last) this.#last = second
    if (second >= this.#next + OPEN_SECONDS) this.#closeUntil(second - OPEN_SECONDS + 1)
    const slot = second % OPEN_SECONDS
    this.#open[slot] = (this.#open[slot] as number) + 1
  }

  #closeUntil(until: number): void {
    const last = Math.min(until, this.#next + OPEN_SECONDS)
    for (let second = this.#next; second < last; second++) {
      const slot = second % OPEN_SECONDS
      for (const scale of this.#scales) scale.count(second, this.#open[slot] as number)
      this.#open[slot] = 0
    }
    this.#next = until
  }

  /** Counts what is still open; nothing is added after it. */
  finish(): void {
    if (this.#next >= 0) this.#closeUntil(this.#last + 1)
    for (const scale of this.#scales) scale.finish()
  }

  /** Of arrivals that are independent of each other, which endpoints that are merged at the end are taken to be. */
  merge(other: DispersionCount): void {
    for (const [index, scale] of this.#scales.entries()) scale.merge(other.#scales[index] as Scale)
  }

  /** null where there were too few requests to tell. */
  result(): Dispersion | null {
    const telling = this.#scales.findLast((scale) => scale.counts >= FEWEST_COUNTS && scale.requests >= FEWEST_REQUESTS)
    const scale =
      this.#scales.find(
        (one) => one.counts >= FEWEST_COUNTS && one.requests >= FEWEST_REQUESTS && one.requests >= one.counts,
      ) ?? telling
    if (scale === undefined) return null
    const { index } = scale
    // The variance of Poisson's index over n counts is 2/n: three standard deviations are chance.
    const chance = Math.max(0.2, 3 * Math.sqrt(2 / scale.counts))
    const arrivals = index < 1 - chance ? 'even' : index > 1 + chance ? 'bursty' : 'poisson'
    return { index, arrivals, countedOverMs: scale.seconds * 1_000 }
  }
}

class Scale {
  readonly seconds: number
  counts = 0
  requests = 0
  /** Sum over groups of squares about the group's mean, and of what they were divided by. */
  #squares = 0
  #expected = 0
  #window = -1
  #inWindow = 0
  #sum = 0
  #sumOfSquares = 0
  #windowsInGroup = 0

  constructor(seconds: number) {
    this.seconds = seconds
  }

  count(second: number, requests: number): void {
    const window = Math.floor(second / this.seconds)
    if (window !== this.#window) {
      this.#closeWindow(window)
      this.#window = window
    }
    this.#inWindow += requests
  }

  #closeWindow(next: number): void {
    if (this.#window < 0) return
    const group = Math.floor(this.#window / GROUP)
    const nextGroup = Math.floor(next / GROUP)
    this.#sum += this.#inWindow
    this.#sumOfSquares += this.#inWindow ** 2
    this.#inWindow = 0
    // Stretches without a request were not counted one by one.
    const silent = (nextGroup === group ? next : (group + 1) * GROUP) - this.#window - 1
    this.#windowsInGroup += 1 + silent
    if (nextGroup === group) return
    this.#closeGroup()
    this.#windowsInGroup = next - nextGroup * GROUP
  }

  /** A group cut short by the log's begin or end says little; one without a request says nothing. */
  #closeGroup(): void {
    const windows = this.#windowsInGroup
    if (windows >= GROUP / 4 && this.#sum > 0) {
      this.#squares += this.#sumOfSquares - this.#sum ** 2 / windows
      this.#expected += ((windows - 1) * this.#sum) / windows
      this.counts += windows
      this.requests += this.#sum
    }
    this.#sum = this.#sumOfSquares = this.#windowsInGroup = 0
  }

  /** The last window is cut off by the end of the log, and left out. */
  finish(): void {
    this.#closeGroup()
    this.#window = -1
  }

  get index(): number {
    return this.#expected === 0 ? 0 : this.#squares / this.#expected
  }

  merge(other: Scale): void {
    this.#squares += other.#squares
    this.#expected += other.#expected
    this.counts = Math.max(this.counts, other.counts)
    this.requests += other.requests
  }
}
