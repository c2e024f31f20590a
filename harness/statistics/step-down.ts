/** A one-sided p value, raw and adjusted for all that was tested at once. */
export interface Tested {
  readonly p: number
  readonly adjustedP: number
}

/** Statistics that differ by less are the same one, differently rounded. */
const SAME = 1e-9

/**
 * Westfall and Young's step-down maxT: exact family-wise error over all rows, whatever their dependence, for each row
 * holds the statistics of one hypothesis under the same labellings, the observed one first.
 */
export function stepDown(rows: readonly Float64Array[]): readonly Tested[] {
  const order = rows.map((_, row) => row).sort((a, b) => observed(rows, b) - observed(rows, a))
  const labellings = rows[0]?.length ?? 1
  const highest = new Float64Array(labellings).fill(Number.NEGATIVE_INFINITY)
  const adjusted = new Float64Array(rows.length)
  for (const row of [...order].reverse()) {
    const statistics = rows[row] ?? highest
    for (let at = 0; at < labellings; at++) {
      const statistic = statistics[at] as number
      if (statistic > (highest[at] as number)) highest[at] = statistic
    }
    adjusted[row] = shareAtLeast(highest, observed(rows, row))
  }
  let worst = 0
  for (const row of order) {
    worst = Math.max(worst, adjusted[row] ?? 1)
    adjusted[row] = worst
  }
  return rows.map((statistics, row) => ({
    p: shareAtLeast(statistics, observed(rows, row)),
    adjustedP: adjusted[row] ?? 1,
  }))
}

/** The statistic that the highest of all rows passes with probability `alpha`, the observed labelling left out. */
export function criticalValue(rows: readonly Float64Array[], alpha: number): number {
  const labellings = rows[0]?.length ?? 0
  const highest = Float64Array.from({ length: Math.max(0, labellings - 1) }, (_, at) =>
    rows.reduce((most, row) => Math.max(most, row[at + 1] as number), Number.NEGATIVE_INFINITY),
  ).sort()
  return highest[Math.ceil((1 - alpha) * highest.length) - 1] ?? Number.POSITIVE_INFINITY
}

/** The share of labellings whose statistic is at least so high: the p value of `bound`. */
export function shareAtLeast(statistics: Float64Array, bound: number): number {
  const least = Number.isFinite(bound) ? bound - SAME * Math.max(1, Math.abs(bound)) : bound
  let count = 0
  for (let at = 0; at < statistics.length; at++) if ((statistics[at] as number) >= least) count++
  return count / Math.max(1, statistics.length)
}

function observed(rows: readonly Float64Array[], row: number): number {
  return rows[row]?.[0] ?? 0
}
