/**
 * What each block adds to one metric of one endpoint, per phase, and the variance it would have if requests were
 * independent.
 */
export interface Scores {
  readonly phases: readonly Float64Array[]
  readonly variance: number
}

/** Blocks farther from the median than so many standard deviations count as that far. */
const FARTHEST = 3
/** Makes the median distance from the median the standard deviation of normal values. */
const NORMAL = 1.4826

/**
 * Scores with the far ones drawn in, by the median and spread of all phases together: labels play no part in it, so
 * that the test stays exact. One burst in one block would otherwise hide a regression of all of them behind its
 * variance.
 */
export function drawnIn({ phases, variance }: Scores): readonly Float64Array[] {
  const all = new Float64Array(phases.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const phase of phases) {
    all.set(phase, filled)
    filled += phase.length
  }
  const centre = medianOf(all)
  const spread = medianOf(all.map((score) => Math.abs(score - centre))) * NORMAL
  const span = FARTHEST * Math.max(spread, Math.sqrt(variance))
  return phases.map((phase) => phase.map((score) => Math.max(centre - span, Math.min(centre + span, score))))
}

/** Sorts in place. */
function medianOf(values: Float64Array): number {
  values.sort()
  const middle = values.length >> 1
  return values.length % 2 === 1 ? (values[middle] ?? 0) : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2
}
