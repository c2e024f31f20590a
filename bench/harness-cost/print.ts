import type { Run } from './measure.ts'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** By how much equal runs differ: the ratio of each to the one before, from the lowest to the highest. */
export function spread(values: readonly number[]): { readonly lowest: number; readonly text: string } {
  const ratios = values.slice(1).map((value, index) => value / (values[index] ?? value))
  const [lowest, highest] = [Math.min(...ratios), Math.max(...ratios)]
  return { lowest, text: `${lowest.toFixed(3)} to ${highest.toFixed(3)}, median ${median(ratios).toFixed(3)}` }
}

export function pairLine(number: number, without: Run, within: Run): string {
  const one = ({ perSecond, p99Ms }: Run) => `${perSecond.toFixed(0).padStart(6)}/s p99 ${p99Ms.toFixed(1)} ms`
  const cpu = `${(100 * (within.cpuShare ?? 0)).toFixed(2)} % of a core`
  const gaps = `${within.gapCount} gaps, longest ${Math.round(within.longestGapMs ?? 0)} ms`
  return `pair ${String(number).padStart(2)}   without ${one(without)}   with ${one(within)}   ${cpu}   ${gaps}`
}
