/** A scenario's arrivals: the offsets of one period, which comes again and again. */
export interface Arrivals {
  readonly periodMs: number
  /** Ascending, each within the period. */
  readonly offsetsMs: ArrayLike<number>
  /** Arrivals before the first of these, all due at the epoch: journeys that are already under way then. */
  readonly underWay?: number
}

/** When the arrival with this number is due, counted from the epoch. Used by k6 and by the fold, so that both agree. */
export function dueAfterMs({ periodMs, offsetsMs, underWay = 0 }: Arrivals, index: number): number {
  const perPeriod = offsetsMs.length
  const place = index - underWay
  return place < 0 ? 0 : Math.floor(place / perPeriod) * periodMs + (offsetsMs[place % perPeriod] ?? 0)
}

/** How many arrivals are due from one time on and before another, both counted from the epoch. */
export function dueBetween(arrivals: Arrivals, fromMs: number, toMs: number): number {
  return dueBefore(arrivals, toMs) - dueBefore(arrivals, fromMs)
}

function dueBefore({ periodMs, offsetsMs, underWay = 0 }: Arrivals, beforeMs: number): number {
  if (beforeMs <= 0) return 0
  const periods = Math.floor(beforeMs / periodMs)
  const within = Array.from(offsetsMs).filter((offsetMs) => offsetMs < beforeMs - periods * periodMs)
  return underWay + periods * offsetsMs.length + within.length
}
