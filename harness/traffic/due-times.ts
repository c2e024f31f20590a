import { type Arrivals, dueAfterMs } from './inside/arrivals.ts'

/** Asks for the first arrival of any scenario after a time; times, counted from the epoch, only go on. */
export function dueTimes(scenarios: readonly Arrivals[]): (afterMs: number) => number {
  const next = scenarios.map(() => 0)
  return (afterMs) => {
    let firstMs = Number.POSITIVE_INFINITY
    for (const [scenario, arrivals] of scenarios.entries()) {
      let index = next[scenario] ?? 0
      while (dueAfterMs(arrivals, index) <= afterMs) index++
      next[scenario] = index
      firstMs = Math.min(firstMs, dueAfterMs(arrivals, index))
    }
    return firstMs
  }
}
