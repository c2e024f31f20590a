import type { Labels } from './labels.ts'
import { drawnIn, type Scores } from './scores.ts'

/** A variance below this share of the squares is what rounding leaves of none. */
const NO_VARIANCE = 1e-12

/**
 * How far "after" lies above the rest, in standard errors, for each labelling; the first is the observed one.
 * Studentised, so that labellings which mix drift into the differences are not held against those that do not. The
 * variance of a few blocks is a rough guess, so it is averaged with the one that independent requests would have;
 * labels play no part in that one.
 */
export function studentised(labels: Labels, scores: Scores, labellings: number = labels.labellings): Float64Array {
  return labels.kind === 'matched' ? matched(labels, scores, labellings) : unmatched(labels, scores, labellings)
}

/** A score that belongs to each phase alone, less the mean of the other phases of its triplet. */
function contrasts(blocks: number, phases: readonly Float64Array[]): Float64Array {
  const table = new Float64Array(blocks * phases.length)
  for (let block = 0; block < blocks; block++) {
    let sum = 0
    for (const phase of phases) sum += phase[block] ?? 0
    for (let index = 0; index < phases.length; index++) {
      const own = phases[index]?.[block] ?? 0
      table[block * phases.length + index] = own - (sum - own) / (phases.length - 1)
    }
  }
  return table
}

function matched({ table, width }: Labels, scores: Scores, labellings: number): Float64Array {
  const phases = scores.phases.length
  const differences = contrasts(width, drawnIn(scores))
  const independent = (scores.variance * phases) / (phases - 1)
  const statistics = new Float64Array(labellings)
  for (let labelling = 0, at = 0; labelling < labellings; labelling++) {
    let [sum, squares] = [0, 0]
    for (let cell = 0; cell < differences.length; cell += phases) {
      const difference = differences[cell + (table[at++] as number)] as number
      sum += difference
      squares += difference * difference
    }
    const variance = (squares - (sum * sum) / width) / (width - 1)
    statistics[labelling] = inErrors(sum / width, (variance + independent) / 2 / width, squares)
  }
  return statistics
}

/** The standard error is that of two samples whose variances may differ. */
function unmatched({ table, width }: Labels, scores: Scores, labellings: number): Float64Array {
  const all = Float64Array.from(drawnIn(scores).flatMap((phase) => [...phase]))
  const rest = all.length - width
  const whole = all.reduce((sum, score) => sum + score, 0)
  const wholeSquares = all.reduce((sum, score) => sum + score * score, 0)
  const statistics = new Float64Array(labellings)
  for (let labelling = 0, at = 0; labelling < labellings; labelling++) {
    let [sum, squares] = [0, 0]
    for (let block = 0; block < width; block++) {
      const score = all[table[at++] as number] as number
      sum += score
      squares += score * score
    }
    const after = (squares - (sum * sum) / width) / (width - 1)
    const others = (wholeSquares - squares - (whole - sum) ** 2 / rest) / (rest - 1)
    const error = (after + scores.variance) / 2 / width + (others + scores.variance) / 2 / rest
    statistics[labelling] = inErrors(sum / width - (whole - sum) / rest, error, wholeSquares)
  }
  return statistics
}

function inErrors(mean: number, variance: number, squares: number): number {
  if (variance > NO_VARIANCE * squares) return mean / Math.sqrt(variance)
  // Differences that are all the same are as certain as can be; of none at all nothing is known.
  if (Math.abs(mean) <= Math.sqrt(NO_VARIANCE * squares)) return 0
  return mean > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
}
