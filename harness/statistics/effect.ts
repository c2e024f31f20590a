import type { JudgingLimits, MetricName } from '../model/facts-of-judging.ts'
import type { Measured } from './metrics-of-trial.ts'

/**
 * What a metric's effect is measured against, in the unit of its bounds: relative for quantiles, shares of requests
 * else.
 */
export interface Effect {
  readonly value: number
  readonly margin: number
  /** Whether it is large enough to matter, upwards and downwards. */
  readonly matters: { readonly up: boolean; readonly down: boolean }
  /** What the lower bound of a regression has to pass. */
  readonly floor: number
}

export function effectOf(
  measured: Pick<Measured, 'metric' | 'before' | 'after' | 'latency'>,
  limits: JudgingLimits,
): Effect {
  const { metric, before, after, latency } = measured
  const { margins, least, noiseFloor } = limits
  const slower = latency === null ? BOTH : latencyMatters(latency, limits)
  if (metric === 'errors') {
    const value = after - before
    return {
      value,
      margin: margins.errors,
      matters: { up: value >= least.errors, down: -value >= least.errors },
      floor: 0,
    }
  }
  if (metric === 'exceedance') {
    const value = after - before
    const enough = Math.abs(value) >= least.exceedance * before
    const matters = { up: enough && value > 0 && slower.up, down: enough && value < 0 && slower.down }
    return { value, margin: margins.exceedance * before, matters, floor: 0 }
  }
  return { value: after / before - 1, margin: margins[metric], matters: slower, floor: noiseFloor }
}

export function isQuantile(metric: MetricName): boolean {
  return metric !== 'errors' && metric !== 'exceedance'
}

const BOTH = { up: true, down: true }

function latencyMatters({ before, after }: { before: number; after: number }, { least, noiseFloor }: JudgingLimits) {
  const enough = (fast: number, slow: number) =>
    slow / fast - 1 >= Math.max(least.rise, noiseFloor) && slow - fast >= least.riseMs
  return { up: enough(before, after), down: enough(after, before) }
}
