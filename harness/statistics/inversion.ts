/** How a test is inverted. */
export interface Inversion {
  /** The statistics of the first `labellings` labellings, the observed one first, if the true effect were this one. */
  readonly statisticsIf: (effect: number, labellings: number) => Float64Array
  readonly estimate: number
  /** A first step away from the estimate, and the farthest that is looked for. */
  readonly step: number
  readonly farthest: number
  readonly alpha: number
  readonly labellings: number
}

const HALVINGS = 10
/** The critical value hardly depends on the effect, so that it stands still after a round or two. */
const ROUNDS = 4
const STANDS_STILL = 0.002

/**
 * The effects that the one-sided test at `alpha` does not refuse, on either side; null where it refuses none on that
 * side.
 */
export function invert(inversion: Inversion): { readonly low: number | null; readonly high: number | null } {
  return { low: bound(inversion, -1), high: bound(inversion, 1) }
}

/**
 * The nearest effect that is refused. In turn: the effect whose observed statistic is critical, which takes one
 * labelling, and the critical value for that effect, which takes them all.
 */
function bound(inversion: Inversion, side: -1 | 1): number | null {
  const { statisticsIf, estimate, labellings } = inversion
  const effectAt = (distance: number) => estimate + side * distance
  // Were the effect larger than it seems, "after" would lie too low: the mirror of the test.
  const observed = (distance: number) => -side * (statisticsIf(effectAt(distance), 1)[0] as number)
  let critical = criticalOf(statisticsIf(estimate, labellings), inversion, side)
  let distance: number | null = null
  for (let round = 0; round < ROUNDS; round++) {
    distance = firstAtLeast(observed, critical, inversion)
    if (distance === null) return null
    const next = criticalOf(statisticsIf(effectAt(distance), labellings), inversion, side)
    if (next === critical || Math.abs(next - critical) <= STANDS_STILL * Math.abs(critical)) break
    critical = next
  }
  return distance === null ? null : effectAt(distance)
}

/** The lowest statistic that no more than a share `alpha` of labellings reaches. */
function criticalOf(statistics: Float64Array, { alpha }: Inversion, side: -1 | 1): number {
  const sorted = statistics.map((statistic) => -side * statistic).sort()
  return sorted[sorted.length - Math.max(1, Math.floor(alpha * sorted.length))] as number
}

function firstAtLeast(
  observed: (distance: number) => number,
  critical: number,
  { step, farthest }: Inversion,
): number | null {
  let [below, distance] = [0, step]
  while (observed(distance) < critical) {
    if (distance >= farthest) return null
    below = distance
    distance = Math.min(farthest, distance * 2)
  }
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (below + distance) / 2
    if (observed(middle) < critical) below = middle
    else distance = middle
  }
  return distance
}
