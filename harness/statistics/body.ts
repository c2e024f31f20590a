import type { BodyRise, JudgingLimits, QuantileName } from '../model/facts-of-judging.ts'
import { msAtBucket } from '../model/histogram.ts'
import { afterOf, type Block, beforeOf, type Trial, together } from './blocks.ts'
import type { Labels } from './labels.ts'
import { tailOf } from './quantile-choice.ts'
import { shareAtLeast } from './step-down.ts'
import { studentised } from './studentised.ts'
import { quantilePosition, tailScores } from './tails-of-trial.ts'

const BODY = [
  ['p50', 0.5],
  ['p75', 0.25],
  ['p90', 0.1],
] as const

interface Looking {
  readonly labels: Labels
  readonly limits: JudgingLimits
  readonly alpha: number
}

/**
 * The quantile below the judged one that rose most, by more than the margin and the least effect, and beyond chance;
 * null where none did. A slow minority can hold a p99 where it was while every other request takes twenty times as
 * long. It is looked for, and not excluded by a bound, because a median that lies between two crowds of requests has
 * no bound worth the name.
 */
export function bodyRise(trial: Trial, quantile: QuantileName | null, looking: Looking): BodyRise | null {
  if (quantile === null) return null
  const { margins, least, noiseFloor } = looking.limits
  const rise = Math.max(margins[quantile], least.rise, noiseFloor)
  // Each of them is asked, and none that few labellings can show is asked too much.
  const enough = Math.max(looking.alpha / BODY.length, 1 / looking.labels.labellings)
  const risen = BODY.filter(([, tail]) => tail > tailOf(quantile)).flatMap(([name, tail]) => {
    const msOf = ({ curve }: Block) => msAtBucket(quantilePosition(curve, tail))
    // A restored version that is quicker than the baseline was makes no soak slower.
    const before = Math.max(msOf(beforeOf(trial)), msOf(together(trial.phases[0] ?? [])))
    const after = msOf(afterOf(trial))
    if (after / before - 1 <= rise || after - before < least.riseMs) return []
    const statistics = studentised(looking.labels, tailScores(trial, tail))
    const p = shareAtLeast(statistics, statistics[0] ?? 0)
    return p <= enough ? [{ quantile: name, before, after, p }] : []
  })
  return risen.toSorted((one, other) => other.after / other.before - one.after / one.before)[0] ?? null
}
