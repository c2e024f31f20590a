import { fisherTail } from './tails.ts'

/**
 * Mood's median test, two-sided and exact: the chance of samples so unevenly split about their common median, if both
 * came from one distribution. It asks how many lie above, so that no outlier counts for more than one. 1 for an empty
 * sample. Source: Mood, Introduction to the Theory of Statistics (1950), 394-398; exact by Fisher's test of the table.
 */
export function medianTest(before: readonly number[], after: readonly number[]): number {
  const pooled = [...before, ...after].sort((a, b) => a - b)
  const median = pooled[Math.floor((pooled.length - 1) / 2)]
  if (median === undefined || before.length === 0 || after.length === 0) return 1
  // Values that are equal to the median go to the side that leaves the halves more even; the pool alone decides.
  const above = pooled.filter((value) => value > median).length
  const from = pooled.filter((value) => value >= median).length
  const strictly = Math.abs(2 * above - pooled.length) <= Math.abs(2 * from - pooled.length)
  const high = (value: number) => (strictly ? value > median : value >= median)
  const split = (values: readonly number[]) => ({ fails: values.filter(high).length, total: values.length })
  const [one, other] = [split(before), split(after)]
  return Math.min(1, 2 * Math.min(fisherTail(one, other), fisherTail(other, one)))
}
