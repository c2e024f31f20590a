import { LAST_BUCKET } from '../model/histogram.ts'
import { afterOf, beforeOf, type Trial, together } from './blocks.ts'
import { invert } from './inversion.ts'
import type { Labels } from './labels.ts'
import type { Scores } from './scores.ts'
import { studentised } from './studentised.ts'
import { positionOfTail, slowerThan, type TailCurve } from './tail-curve.ts'

/** Labellings that bound an interval: ten of them lie beyond a bound at 1 %. */
export const LABELLINGS_OF_BOUNDS = 1_000

/** The position, in log buckets, that the share `tail` of requests lies above. */
export function quantilePosition(curve: TailCurve, tail: number): number {
  return positionOfTail((at) => slowerThan(curve, at), tail * curve.requests)
}

/**
 * How many more of a block's requests are slower than the quantile of all phases together than should be: the influence
 * of the block on the quantile of its phase, but for a factor that studentising removes. So one count per block stands
 * for merging its histogram anew under each labelling. `shift` is by how many buckets "after" is first made faster.
 */
export function tailScores(trial: Trial, tail: number, shift = 0): Scores {
  return scoresIf(trial, tail)(shift)
}

function scoresIf({ phases, after }: Trial, tail: number): (shift: number) => Scores {
  const curves = phases.map((blocks) => together(blocks).curve)
  const wanted = tail * curves.reduce((sum, { requests }) => sum + requests, 0)
  const blockCount = Math.max(1, phases.flat().length)
  return (shift) => {
    const slower = (at: number) =>
      curves.reduce((sum, curve, phase) => sum + slowerThan(curve, phase === after ? at + shift : at), 0)
    const at = positionOfTail(slower, wanted)
    const scores = phases.map((blocks, phase) =>
      Float64Array.from(
        blocks,
        ({ curve, requests }) => slowerThan(curve, phase === after ? at + shift : at) - tail * requests,
      ),
    )
    return { phases: scores, variance: (wanted * (1 - tail)) / blockCount }
  }
}

/** By how many log buckets the quantile rose, with what the test does not refuse on either side. */
export function quantileRise(trial: Trial, tail: number, { labels, alpha }: { labels: Labels; alpha: number }) {
  const before = quantilePosition(beforeOf(trial).curve, tail)
  const after = quantilePosition(afterOf(trial).curve, tail)
  const scores = scoresIf(trial, tail)
  const labellings = Math.min(labels.labellings, LABELLINGS_OF_BOUNDS)
  const { low, high } = invert({
    statisticsIf: (shift, count) => studentised(labels, scores(shift), count),
    estimate: after - before,
    step: 4,
    farthest: LAST_BUCKET,
    alpha,
    labellings,
  })
  return { before, after, low, high }
}
