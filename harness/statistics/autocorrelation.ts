import type { Trial } from './blocks.ts'
import { beforeOf } from './blocks.ts'
import { positionOfTail, slowerThan } from './tail-curve.ts'

/** Blocks fewer than these say nothing of how neighbours resemble each other. */
const FEWEST = 6

/** Lag-1 autocorrelation of a series, by its own mean and variance; 0 where nothing varies. */
export function autocorrelation(series: readonly number[]): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length
  const squares = series.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  if (squares <= 0) return 0
  let products = 0
  for (let at = 1; at < series.length; at++)
    products += ((series[at] as number) - mean) * ((series[at - 1] as number) - mean)
  return products / squares
}

/**
 * How much the tail rate of a block resembles that of the block before, over the phases of a trial: the share of requests
 * slower than the baseline's quantile. The mean over phases, for one alone is a rough guess. null with too few blocks.
 */
export function tailAutocorrelation(trial: Trial, tail: number): number | null {
  if ((trial.phases[0]?.length ?? 0) < FEWEST) return null
  const { curve } = beforeOf(trial)
  const position = positionOfTail((at) => slowerThan(curve, at), tail * curve.requests)
  const series = trial.phases.map((blocks) =>
    blocks.map((block) => slowerThan(block.curve, position) / Math.max(1, block.requests)),
  )
  return series.reduce((sum, rates) => sum + autocorrelation(rates), 0) / series.length
}
