import type { SteadyPhase } from '../model/act.ts'
import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { MetricComparison } from '../model/facts-of-judging.ts'
import type { Play } from './play.ts'
import { percent } from './wording.ts'

type Pace = EntryOf<'machine.pace'>

/** Less than this is what a machine's pace does by itself from one minute to the next. */
const LEAST = 0.1
/**
 * A service that has work six tenths of the time (one queue, at random) answers so much later if the machine becomes
 * slower: the ratio of latencies is about that of the pace to this power, be it 0.9, 0.7 or 0.5.
 */
const POWER = 4
/** What is told of a cause must have grown by as much. */
const WORTH_TELLING = 0.03
/** A machine always gives something. */
const NEVER_LESS = 0.05

/** By what share a machine was slower in a phase than in an other, through no fault of the rehearsal. */
export interface Slowdown {
  readonly share: number
  /** `the machine itself was 31 % slower (other programs took 33 % of its CPU time, 2 % before)`. */
  readonly words: string
  /** Numbers of the journal's entries. */
  readonly evidence: readonly number[]
}

/**
 * null where the machine was as quick as in the other phase, or left no record, as in old journals: a slowdown is never
 * guessed. The rehearsal's own use of the CPU is no part of it, so that a version that burns CPU excuses nothing.
 */
export function slowdownOf({ entries }: Play, phase: SteadyPhase, than: SteadyPhase = 'baseline'): Slowdown | null {
  const paces = entriesOf(entries, 'machine.pace')
  const [before, now] = [than, phase].map((name) => paces.findLast((one) => one.phase === name))
  if (before === undefined || now === undefined) return null
  const share = 1 - (left(now) / left(before)) * (1 / workTimes(before, now))
  if (share < LEAST) return null
  const causes = [
    ...grown('other programs took', before.others, now.others),
    ...grown('its hypervisor took', before.stolen, now.stolen),
    ...(workTimes(before, now) - 1 < WORTH_TELLING
      ? []
      : [`the same work took ${percent(workTimes(before, now) - 1)} more CPU time`]),
  ]
  const words = `the machine itself was ${percent(Number(share.toFixed(2)))} slower in ${phase} than in ${than} (${causes.join(', ')})`
  return { share, words, evidence: [before.seq, now.seq] }
}

/** Whether a machine that is slower by so much makes a latency rise as far; no errors, whatever their cause. */
export function explains({ share }: Slowdown, { metric, ratio }: Pick<MetricComparison, 'metric' | 'ratio'>): boolean {
  return metric !== 'errors' && ratio <= (1 / Math.max(NEVER_LESS, 1 - share)) ** POWER
}

/** Of the CPU time, what nobody else took. */
function left({ others, stolen }: Pace): number {
  return Math.max(NEVER_LESS, 1 - (others ?? 0) - (stolen ?? 0))
}

/** How much more CPU time the same work took. */
function workTimes(before: Pace, now: Pace): number {
  return before.workMs === null || now.workMs === null || before.workMs <= 0 ? 1 : now.workMs / before.workMs
}

function grown(who: string, before: number | null, now: number | null): readonly string[] {
  if (before === null || now === null || now - before < WORTH_TELLING) return []
  return [`${who} ${percent(now)} of its CPU time, ${percent(before)} before`]
}
