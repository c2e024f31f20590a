import { Histogram } from '../../model/histogram.ts'
import { RecentMinutes } from './recent-minutes.ts'

/** Longer requests are rare, and counted as if they had lasted so long. */
const LONGEST_SECONDS = 120
const OPEN_SECONDS = 256

/** Requests under way at once: how much of each second was spent in requests, added over all of them. */
export class InFlight {
  /** Sum over the seconds of a minute, of the mean number in flight in each. */
  readonly minutes = new RecentMinutes()
  readonly #busyMs = new Float64Array(OPEN_SECONDS)
  readonly #distribution = new Histogram()
  readonly #originMs: number
  #next = -1
  #newest = -1
  #seconds = 0
  #sum = 0

  constructor(originMs: number) {
    this.#originMs = originMs
  }

  add(startMs: number, endMs: number): void {
    const last = Math.floor(endMs / 1_000)
    const from = Math.max(startMs, endMs - LONGEST_SECONDS * 1_000)
    if (this.#next < 0) this.#next = last - LONGEST_SECONDS
    if (last > this.#newest) this.#advance(last)
    for (let second = Math.max(Math.floor(from / 1_000), this.#next); second <= last; second++) {
      const begins = Math.max(from, second * 1_000)
      const ends = Math.min(endMs, (second + 1) * 1_000)
      const slot = second % OPEN_SECONDS
      this.#busyMs[slot] = (this.#busyMs[slot] as number) + ends - begins
    }
  }

  /** null where no latency was logged. */
  result(): { readonly mean: number; readonly p99: number; readonly most: number } | null {
    this.#closeUntil(this.#newest)
    if (this.#seconds === 0) return null
    return {
      mean: this.#sum / this.#seconds,
      p99: this.#distribution.quantile(0.99) ?? 0,
      most: this.#distribution.maxMs ?? 0,
    }
  }

  /** Counts what is in so many first minutes of the log, of which nothing is still to come. */
  closeMinutes(minutes: number): void {
    const origin = Math.floor(this.#originMs / 1_000)
    this.#closeUntil(Math.min(origin + minutes * 60, this.#newest + 1))
  }

  /** A second is closed once no request that is still to be logged can have begun in it. */
  #advance(newest: number): void {
    this.#closeUntil(newest - LONGEST_SECONDS)
    this.#newest = newest
  }

  #closeUntil(until: number): void {
    const origin = Math.floor(this.#originMs / 1_000)
    for (; this.#next < until; this.#next++) {
      const slot = this.#next % OPEN_SECONDS
      const mean = (this.#busyMs[slot] as number) / 1_000
      this.#busyMs[slot] = 0
      // Before the log began, requests were under way that it does not tell of.
      if (this.#next < origin) continue
      this.#seconds++
      this.#sum += mean
      this.#distribution.add(mean)
      this.minutes.add(Math.floor((this.#next - origin) / 60), mean)
    }
  }
}
