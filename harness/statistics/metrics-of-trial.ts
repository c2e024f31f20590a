import type { MetricName, QuantileName } from '../model/facts-of-judging.ts'
import { changeOf, msAtBucket } from '../model/histogram.ts'
import { afterOf, type Block, beforeOf, type Trial } from './blocks.ts'
import type { Labels } from './labels.ts'
import { tailOf } from './quantile-choice.ts'
import { shareRise, shareScores } from './shares-of-trial.ts'
import { studentised } from './studentised.ts'
import { slowerThan } from './tail-curve.ts'
import { quantilePosition, quantileRise, tailScores } from './tails-of-trial.ts'

/** One metric of a trial as measured, in the units of `MetricComparison`, before any p is known. */
export interface Measured {
  readonly endpoint: string
  readonly metric: MetricName
  readonly before: number
  readonly after: number
  readonly ratio: number
  readonly low: number | null
  readonly high: number | null
  /** For `exceedance` that of the latency it stands for, so that a crowd of hardly slower requests is no regression. */
  readonly latency: { readonly before: number; readonly after: number } | null
  /** Per labelling, the observed one first. */
  readonly statistics: Float64Array
}

export interface Measuring {
  readonly labels: Labels
  /** null: no bounds are wanted. */
  readonly alpha: number | null
}

/** Errors, exceedance, and the quantile where there is one. None of an endpoint that a phase has no requests of. */
export function measure(trial: Trial, quantile: QuantileName | null, measuring: Measuring): readonly Measured[] {
  if (beforeOf(trial).requests === 0 || afterOf(trial).requests === 0) return []
  return [...measureTail(trial, quantile, measuring), measureShare(trial, 'errors', ({ bad }) => bad, measuring)]
}

/** The quantile and the exceedance of it are one test, seen once in milliseconds and once in requests. */
function measureTail(trial: Trial, quantile: QuantileName | null, { labels, alpha }: Measuring): readonly Measured[] {
  const tail = tailOf(quantile)
  const statistics = studentised(labels, tailScores(trial, tail))
  const threshold = quantilePosition(beforeOf(trial).curve, tail)
  const rise =
    quantile !== null && alpha !== null
      ? quantileRise(trial, tail, { labels, alpha })
      : { before: threshold, after: quantilePosition(afterOf(trial).curve, tail), low: null, high: null }
  const latency = { before: msAtBucket(rise.before), after: msAtBucket(rise.after) }
  const slower = (block: Block) => slowerThan(block.curve, threshold)
  const exceedance = { ...measureShare(trial, 'exceedance', slower, { labels, alpha }, statistics), latency }
  if (quantile === null) return [exceedance]
  const measured: Measured = {
    endpoint: trial.endpoint,
    metric: quantile,
    ...latency,
    ratio: latency.after / latency.before,
    low: rise.low === null ? null : changeOf(rise.low),
    high: rise.high === null ? null : changeOf(rise.high),
    latency,
    statistics,
  }
  return [measured, exceedance]
}

function measureShare(
  trial: Trial,
  metric: MetricName,
  counted: (block: Block) => number,
  { labels, alpha }: Measuring,
  statistics: Float64Array = studentised(labels, shareScores(trial, counted)(0)),
): Measured {
  const rise = shareRise(trial, counted, { labels, alpha })
  return { endpoint: trial.endpoint, metric, ...rise, latency: null, statistics }
}
