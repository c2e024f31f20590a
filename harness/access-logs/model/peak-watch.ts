import { LATE_MINUTES, RecentMinutes } from './recent-minutes.ts'

/** The busiest window of a log, found while it is read: whenever one is busier than all before, its minutes are kept. */
export class PeakWatch {
  readonly #total = new RecentMinutes()
  readonly #minutes: number
  readonly #keep: (first: number, minutes: number) => void
  #closed = -1
  #newest = 0
  #best = -1
  first: number | null = null

  constructor(minutes: number, keep: (first: number, minutes: number) => void) {
    this.#minutes = minutes
    this.#keep = keep
  }

  request(minute: number): void {
    if (minute > this.#newest) {
      // What was busiest may be followed by a silence so long that its minutes are forgotten when the next request is counted; windows
      // that lie later in the silence hold less of it.
      const lastOfInterest = Math.max(this.#newest, this.#minutes - 1)
      this.#closeUntil(Math.min(minute - LATE_MINUTES, lastOfInterest))
      this.#closed = Math.max(this.#closed, minute - LATE_MINUTES)
      this.#newest = minute
    }
    this.#total.add(minute, 1)
  }

  /** `fullMinutes` of the log are whole. A log shorter than the window is all peak: false then. */
  finish(fullMinutes: number): boolean {
    this.#closeUntil(fullMinutes - 1)
    return this.first !== null
  }

  #closeUntil(minute: number): void {
    const from = Math.max(this.#closed + 1, this.#minutes - 1)
    for (let last = from; last <= minute; last++) {
      const first = last - this.#minutes + 1
      let sum = 0
      for (let one = first; one <= last; one++) sum += this.#total.at(one)
      if (sum <= this.#best) continue
      this.#best = sum
      this.first = first
      this.#keep(first, this.#minutes)
    }
    this.#closed = Math.max(this.#closed, minute)
  }
}
