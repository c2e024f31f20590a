/** Minutes of the peak window at most. */
export const MOST_WINDOW_MINUTES = 60
/** Minutes that may still get requests when a later one has begun: requests are logged when they end. */
export const LATE_MINUTES = 3
const KEPT = MOST_WINDOW_MINUTES + LATE_MINUTES + 2

/**
 * Amounts per minute, of the last hour only, and a copy of those of the busiest window so far: a log of months takes no more
 * memory than one of an hour.
 */
export class RecentMinutes {
  readonly #amounts = new Float64Array(KEPT)
  #newest = -1
  #peak: Float64Array | null = null

  add(minute: number, amount: number): void {
    if (minute > this.#newest) this.#advance(minute)
    if (minute <= this.#newest - KEPT) return
    const slot = minute % KEPT
    this.#amounts[slot] = (this.#amounts[slot] as number) + amount
  }

  at(minute: number): number {
    return minute < 0 || minute > this.#newest || minute <= this.#newest - KEPT
      ? 0
      : (this.#amounts[minute % KEPT] as number)
  }

  /** Keeps the window for `peak`. */
  keep(first: number, minutes: number): void {
    this.#peak = Float64Array.from({ length: minutes }, (_, index) => this.at(first + index))
  }

  /** The minutes that were kept last; none where there was nothing yet. */
  get peak(): readonly number[] {
    return [...(this.#peak ?? [])]
  }

  merge(other: RecentMinutes): void {
    for (let minute = Math.max(0, other.#newest - KEPT + 1); minute <= other.#newest; minute++)
      this.add(minute, other.at(minute))
    if (other.#peak === null) return
    const peak = this.#peak ?? new Float64Array(other.#peak.length)
    for (const [index, amount] of other.#peak.entries()) peak[index] = (peak[index] ?? 0) + amount
    this.#peak = peak
  }

  #advance(minute: number): void {
    const first = Math.max(this.#newest + 1, minute - KEPT + 1)
    for (let fresh = first; fresh <= minute; fresh++) this.#amounts[fresh % KEPT] = 0
    this.#newest = minute
  }
}
