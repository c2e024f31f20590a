import type { Hangs, JudgingLimits } from '../model/facts-of-judging.ts'
import { bucketOf, msAtBucket } from '../model/histogram.ts'
import { type Block, requestsOf, type Trial, together } from './blocks.ts'
import type { Labels } from './labels.ts'
import { shareScores } from './shares-of-trial.ts'
import { stepDown } from './step-down.ts'
import { studentised } from './studentised.ts'
import { slowerThan } from './tail-curve.ts'
import { fisherTail } from './tails.ts'
import { quantilePosition } from './tails-of-trial.ts'

/** Nobody waits so long for what usually takes a moment; a client that counts its time-outs has given up. */
const HUNG_MS = 2_000
/** Where the old version takes seconds itself, hung is what takes ten times its p90: no drift of a machine does. */
const TIMES_P90 = 10
const P90 = 0.1
/**
 * Wider than alpha, because it is spent only where requests hung at all. Four blocks that hang in soak and none elsewhere
 * have a p of 1/81 and no less; an unchanged version is called so once in a hundred runs if every second of them hangs.
 */
const CERTAIN = 0.02
/** By chance alone requests differ so once in a thousand, as where an endpoint without a limit begins to fail. */
const BEYOND_CHANCE = 0.001
/** What hung less than this and is not certain either is a hiccup, such as any machine has. */
const WORTH_ASKING = 0.01

export interface Watched {
  readonly trial: Trial
  readonly limits: JudgingLimits
}

/**
 * Requests that hung where those of the baseline did not, by endpoint. Blocks far from the others are drawn in before
 * they are tested, and few of them reach no alpha, so that neither quantile nor exceedance tells of blocks that hang; and
 * of an endpoint with few requests the judged tail is too wide to be moved by one in twenty that is never answered.
 * So they are counted as what they are to a client, failures, by the same test as those.
 */
export function hangsOf(
  watched: readonly Watched[],
  { labels, canGate }: { readonly labels: Labels; readonly canGate: boolean },
): ReadonlyMap<string, readonly Hangs[]> {
  const counted = watched.flatMap(({ trial, limits }) => {
    const hung = hungIn(trial)
    return hung === null ? [] : [{ trial, limits, hung }]
  })
  const tested = stepDown(counted.map(({ trial, hung }) => studentised(labels, shareScores(trial, hung.of)(0))))
  return new Map(
    counted.flatMap(({ trial, limits, hung }, at) => {
      const { adjustedP } = tested[at] ?? { adjustedP: 1 }
      const believed = canGate && adjustedP <= CERTAIN
      const found = [inSoak(trial, hung, { adjustedP, believed, least: limits.least.errors }), inRestored(trial, hung)]
      const hangs = found.flatMap((one) => one ?? [])
      return hangs.length === 0 ? [] : [[trial.endpoint, hangs] as const]
    }),
  )
}

interface Hung {
  readonly overMs: number
  /** How many of a block's requests hung. */
  readonly of: (block: Block) => number
}

/** null where the baseline says nothing of what is usual, or nothing hung in any phase. */
function hungIn({ phases }: Trial): Hung | null {
  const baseline = together(phases[0] ?? [])
  if (baseline.requests === 0) return null
  const usual = quantilePosition(baseline.curve, P90)
  const position = Math.max(bucketOf(HUNG_MS), bucketOf(TIMES_P90 * msAtBucket(usual)))
  const of = ({ curve }: Block) => slowerThan(curve, position)
  if (phases.every((blocks) => of(together(blocks)) === 0)) return null
  return { overMs: Math.max(HUNG_MS, TIMES_P90 * msAtBucket(usual)), of }
}

function inSoak(
  { phases }: Trial,
  hung: Hung,
  { adjustedP, believed, least }: { readonly adjustedP: number; readonly believed: boolean; readonly least: number },
): Hangs | null {
  const counts = countsOf(hung, { baseline: phases[0] ?? [], phase: phases[1] ?? [] })
  // That restored hung less makes no soak hang more than the baseline did.
  const certain = believed && counts.rise >= least && counts.p <= CERTAIN
  if (!certain && !isWorthAsking(counts)) return null
  return { phase: 'soak', overMs: hung.overMs, ...counts.told, adjustedP, certain }
}

/** Nothing but the baseline is as restored should be, and too little to tell a machine by. */
function inRestored({ phases }: Trial, hung: Hung): Hangs | null {
  const counts = countsOf(hung, { baseline: phases[0] ?? [], phase: phases[2] ?? [] })
  if (!isWorthAsking(counts)) return null
  return { phase: 'restored', overMs: hung.overMs, ...counts.told, adjustedP: null, certain: false }
}

function isWorthAsking({ rise, p }: { readonly rise: number; readonly p: number }): boolean {
  return rise >= WORTH_ASKING && p <= BEYOND_CHANCE
}

/** A phase held against the baseline alone, request by request. */
function countsOf(
  { of }: Hung,
  { baseline, phase }: { readonly baseline: readonly Block[]; readonly phase: readonly Block[] },
) {
  const shareOf = (blocks: readonly Block[]) => ({ fails: of(together(blocks)), total: requestsOf(blocks) })
  const [before, after] = [shareOf(baseline), shareOf(phase)]
  const told = {
    baseline: { hung: before.fails, requests: before.total },
    hung: after.fails,
    requests: after.total,
    blocks: phase.filter((block) => of(block) > 0).length,
  }
  const rise = after.total === 0 ? 0 : after.fails / after.total - before.fails / Math.max(1, before.total)
  return { told, rise, p: rise > 0 ? fisherTail(before, after) : 1 }
}
