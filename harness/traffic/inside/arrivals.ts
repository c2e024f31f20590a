/** A scenario's arrivals: the offsets of one period, which comes again and again. */
export interface Arrivals {
  readonly periodMs: number
  /** Ascending, each within the period. */
  readonly offsetsMs: ArrayLike<number>
}

/** When the arrival with this number is due, counted from the epoch. Used by k6 and by the fold, so that both agree. */
export function dueAfterMs(arrivals: Arrivals, index: number): number {
  const perPeriod = arrivals.offsetsMs.length
  return Math.floor(index / perPeriod) * arrivals.periodMs + (arrivals.offsetsMs[index % perPeriod] ?? 0)
}

/** How many arrivals are due from one time on and before another, both counted from the epoch. */
export function dueBetween(arrivals: Arrivals, fromMs: number, toMs: number): number {
  return dueBefore(arrivals, toMs) - dueBefore(arrivals, fromMs)
}

function dueBefore({ periodMs, offsetsMs }: Arrivals, beforeMs: number): number {
  if (beforeMs <= 0) return 0
  const periods = Math.floor(beforeMs / periodMs)
  const within = Array.from(offsetsMs).filter((offsetMs) => offsetMs < beforeMs - periods * periodMs)
  return periods * offsetsMs.length + within.length
}
