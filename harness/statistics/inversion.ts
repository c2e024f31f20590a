import { shareAtLeast } from './step-down.ts'

/** How a test is inverted: the statistics of all labellings if the true effect were this one. */
export interface Inversion {
  readonly statisticsIf: (effect: number) => Float64Array
  readonly estimate: number
  /** A first step away from the estimate, and the farthest that is looked for. */
  readonly step: number
  readonly farthest: number
  readonly alpha: number
}

/** Halvings between the last effect that the test allows and the first that it does not. */
const HALVINGS = 9

/** The effects that the one-sided test at `alpha` does not refuse, on either side; null where it refuses none on that side. */
export function invert(inversion: Inversion): { readonly low: number | null; readonly high: number | null } {
  return { low: bound(inversion, -1), high: bound(inversion, 1) }
}

function bound({ statisticsIf, estimate, step, farthest, alpha }: Inversion, side: -1 | 1): number | null {
  const refused = (distance: number) => {
    const statistics = statisticsIf(estimate + side * distance)
    // Had the effect been larger than it seems, "after" would lie too low: the mirror of the test.
    if (side === 1) for (const [at, statistic] of statistics.entries()) statistics[at] = -statistic
    return shareAtLeast(statistics, statistics[0] ?? 0) <= alpha
  }
  let [allowed, distance] = [0, step]
  while (!refused(distance)) {
    if (distance >= farthest) return null
    allowed = distance
    distance = Math.min(farthest, distance * 2)
  }
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (allowed + distance) / 2
    if (refused(middle)) distance = middle
    else allowed = middle
  }
  return estimate + side * distance
}
