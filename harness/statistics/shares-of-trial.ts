import type { Block, Trial } from './blocks.ts'
import { invert } from './inversion.ts'
import type { Labels } from './labels.ts'
import type { Scores } from './scores.ts'
import { newcombe, oddsRatio, type Share } from './shares.ts'
import { studentised } from './studentised.ts'
import { LABELLINGS_OF_BOUNDS } from './tails-of-trial.ts'

/** What is counted of a block: failures, or requests slower than something. */
export type Counted = (block: Block) => number

/**
 * How many more hits a block has than the common share foresees, were the share after higher by an effect: the
 * influence of the block on its phase's log odds, but for a factor that studentising removes.
 */
export function shareScores({ phases, after }: Trial, counted: Counted): (effect: number) => Scores {
  const hits = phases.map((blocks) => Float64Array.from(blocks, counted))
  const requests = phases.map((blocks) => Float64Array.from(blocks, (block) => block.requests))
  const [allHits, all] = [hits, requests].map((table) => total(table.map(total))) as [number, number]
  const later = total(requests[after] ?? [])
  const rate = allHits / Math.max(1, all)
  const independent = (rate * (1 - rate) * all) / Math.max(1, phases.flat().length)
  return (effect) => {
    const common = (allHits - effect * later) / Math.max(1, all)
    const scores = hits.map((counts, phase) => {
      const share = phase === after ? common + effect : common
      return counts.map((count, block) => count - share * (requests[phase]?.[block] ?? 0))
    })
    return { phases: scores, variance: independent }
  }
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at] as number
  return sum
}

/**
 * The shares before and after, and what their difference may be: the wider of two intervals, for labels say nothing of
 * hits that were never seen, and independent requests nothing of blocks that differ.
 */
export function shareRise(trial: Trial, counted: Counted, measuring: { labels: Labels; alpha: number | null }) {
  const sum = (blocks: readonly Block[]): Share => ({
    hits: blocks.reduce((hits, block) => hits + counted(block), 0),
    total: blocks.reduce((total, { requests }) => total + requests, 0),
  })
  const before = sum(trial.phases.filter((_, phase) => phase !== trial.after).flat())
  const after = sum(trial.phases[trial.after] ?? [])
  const [p, q] = [before.hits / Math.max(1, before.total), after.hits / Math.max(1, after.total)]
  const { low, high } = boundsOfRise(trial, counted, { before, after, ...measuring })
  return { before: p, after: q, ratio: oddsRatio(before, after), low, high }
}

interface Bounding {
  readonly before: Share
  readonly after: Share
  readonly labels: Labels
  readonly alpha: number | null
}

function boundsOfRise(trial: Trial, counted: Counted, { before, after, labels, alpha }: Bounding) {
  if (alpha === null) return { low: null, high: null }
  const independent = newcombe(before, after, alpha)
  const labellings = Math.min(labels.labellings, LABELLINGS_OF_BOUNDS)
  const scores = shareScores(trial, counted)
  const byLabels = invert({
    statisticsIf: (effect, count) => studentised(labels, scores(effect), count),
    estimate: after.hits / after.total - before.hits / before.total,
    step: Math.max(1e-6, (independent.high - independent.low) / 4),
    farthest: 2,
    alpha,
    labellings,
  })
  return {
    low: byLabels.low === null ? null : Math.max(-1, Math.min(byLabels.low, independent.low)),
    high: byLabels.high === null ? null : Math.min(1, Math.max(byLabels.high, independent.high)),
  }
}
