/** The largest distance between the distribution functions of two samples, 0 to 1; NaN where one is empty. */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): number {
  if (one.length === 0 || other.length === 0) return Number.NaN
  const [left, right] = [one, other].map((sample) => sample.toSorted((a, b) => a - b)) as [number[], number[]]
  let distance = 0
  let [atLeft, atRight] = [0, 0]
  while (atLeft < left.length && atRight < right.length) {
    const value = Math.min(left[atLeft] as number, right[atRight] as number)
    while (left[atLeft] === value) atLeft++
    while (right[atRight] === value) atRight++
    distance = Math.max(distance, Math.abs(atLeft / left.length - atRight / right.length))
  }
  return distance
}
