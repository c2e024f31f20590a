/** Where a series is split best. */
export interface Split {
  /** Length of the first part. */
  readonly at: number
  readonly divergence: number
}

/**
 * The place where the energy distance between what lies before and what comes next is largest, scaled by mn ÷ (m + n)
 * so that places can be compared. What comes next may end before the series does, or a bad fortnight would hide behind
 * the good ones around it. Parts have at least `shortest` values; null where the series is too short for two.
 */
export function bestSplit(series: readonly number[], shortest: number): Split | null {
  const least = Math.max(2, shortest)
  const { length } = series
  const among = distancesAmong(series)
  // Of the first `at` values to the first `end`. It is carried from one `at` to the next, for permutations ask for this
  // hundreds of times, and a table of all rectangles costs more than what is read from it.
  const across = new Float64Array(length + 1)
  let [best, divergence] = [0, Number.NEGATIVE_INFINITY]
  for (let at = 1; at + least <= length; at++) {
    const value = series[at - 1] as number
    const before = among[at] as number
    const beforeEach = before / (at - 1)
    let toFirst = (before - (among[at - 1] as number)) / 2
    for (let end = at + 1; end <= length; end++) {
      toFirst += Math.abs(value - (series[end - 1] as number))
      const both = (across[end] as number) + toFirst
      across[end] = both
      const next = end - at
      if (at < least || next < least) continue
      const after = (among[end] as number) - 2 * both + before
      const here = (2 * (both - before) - beforeEach * next - (after * at) / (next - 1)) / end
      if (here > divergence) {
        best = at
        divergence = here
      }
    }
  }
  return best === 0 ? null : { at: best, divergence }
}

/** Sums of the distances among the first values of a series, by how many they are; each pair counts twice. */
function distancesAmong(series: readonly number[]): Float64Array {
  const sums = new Float64Array(series.length + 1)
  for (let at = 1; at <= series.length; at++) {
    let sum = 0
    for (let other = 0; other < at; other++) sum += Math.abs((series[at - 1] as number) - (series[other] as number))
    sums[at] = (sums[at - 1] as number) + 2 * sum
  }
  return sums
}
