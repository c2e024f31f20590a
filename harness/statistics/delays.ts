import { type HistogramData, middleOf } from '../model/histogram.ts'

/** Fewer delays than this on either side tell of no difference. */
export const ENOUGH_DELAYS = 5

/** Nearest rank of sorted values; 0 for none. */
export function quantile(values: readonly number[], q: number): number {
  return values[Math.max(0, Math.ceil(q * values.length) - 1)] ?? 0
}

/** Every delay of a histogram, to its 1 %, shortest first. */
export function sortedValues({ buckets }: HistogramData): readonly number[] {
  return buckets.flatMap(([bucket, count]) => Array<number>(count).fill(middleOf(bucket)))
}

/** The distance between the quartiles. */
export function spread(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25)
}

/** How far the quick half of the quick ones are apart: a stall of the machine adds to a delay, and hardly reaches them. */
export function quickSpread(values: readonly number[]): number {
  return quantile(values, 0.25) - quantile(values, 0.05)
}
