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
  const within = distances(series)
  let best: Split | null = null
  for (let at = least; at + least <= series.length; at++) {
    const before = within(0, at, 0, at) / (at * (at - 1))
    for (let end = at + least; end <= series.length; end++) {
      const next = end - at
      const between = (2 * within(0, at, at, end)) / (at * next)
      const energy = between - before - within(at, end, at, end) / (next * (next - 1))
      const divergence = (energy * at * next) / (at + next)
      if (best === null || divergence > best.divergence) best = { at, divergence }
    }
  }
  return best
}

/** Sums of distances between two stretches of a series, from sums over all rectangles that begin at its first value. */
function distances(series: readonly number[]): (from: number, to: number, from2: number, to2: number) => number {
  const width = series.length + 1
  const sums = new Float64Array(width * width)
  for (let row = 1; row < width; row++)
    for (let column = 1, sum = 0; column < width; column++) {
      sum += Math.abs((series[row - 1] as number) - (series[column - 1] as number))
      sums[row * width + column] = (sums[(row - 1) * width + column] as number) + sum
    }
  const sum = (row: number, column: number) => sums[row * width + column] as number
  return (from, to, from2, to2) => sum(to, to2) - sum(from, to2) - sum(to, from2) + sum(from, from2)
}
