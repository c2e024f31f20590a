import type { SteadyPhase } from '../../model/act.ts'
import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { RetriesSeen } from '../../model/retries-seen.ts'
import { type AttemptsChange, attemptsChange } from '../../statistics/attempts.ts'
import { fingerprintOf } from '../../statistics/backoff.ts'
import { type DelayChange, delayChanges, delayTests } from '../../statistics/delay-changes.ts'
import { fisherTail } from '../../statistics/tails.ts'
import { type Play, steadyPhases } from '../play.ts'

/** One operation of a stand-in, in baseline and in a later steady phase, and what differs beyond chance. */
export interface OperationComparison {
  /** `acquirer PUT /charges/:id` */
  readonly name: string
  readonly partner: string
  readonly phase: Exclude<SteadyPhase, 'baseline'>
  readonly before: RetriesSeen
  readonly after: RetriesSeen
  /** Smaller changes of a delay than this may be the machine's, which kept the stand-in's own answers waiting. */
  readonly noiseMs: number
  readonly delays: readonly DelayChange[]
  readonly attempts: AttemptsChange
  /** More attempts at the same calls, beyond chance and by a tenth at least. */
  readonly moreAttempts: boolean
  /** More calls that no attempt saved, beyond chance. */
  readonly moreGivenUp: boolean
  /** It would be so with those that came too near the end of a phase, of which nobody knows whether another attempt was to follow. */
  readonly mayHaveGivenUp: boolean
  /** Retry-After was heeded more often before, beyond chance. */
  readonly heedsLess: boolean
  /** More calls made again though no answer had failed, beyond chance. */
  readonly moreRepeated: boolean
  /** Endpoints of the system whose requests enclose the calls; empty where there is no evidence of one. */
  readonly callers: readonly string[]
  readonly evidence: readonly number[]
}

type Calls = EntryOf<'partner.calls'> & { readonly retries: RetriesSeen }

/** Chance of a false alarm in a whole rehearsal, shared by all that is tested in it. */
const ALPHA = 0.01
/** Operations with fewer calls than this on either side are not compared. */
export const ENOUGH = 5
const SMALLEST_RISE = 1.1
/** A service does more than a stand-in between two attempts: on a starved machine four times its lateness was seen. */
const TIMES_LATE = 5
/** A caller encloses at least this share of the calls, many more than chance would have it, and a few at least. */
const SMALLEST_SHARE = 0.2
const TIMES_CHANCE = 3
const FEWEST_ENCLOSED = 5
/** Where requests explain fewer of the calls than this, something other than requests makes them as well. */
const EXPLAINED_SHARE = 0.8

export function comparisonsOf(play: Play): readonly OperationComparison[] {
  const calls = entriesOf(play.entries, 'partner.calls').filter((one): one is Calls => one.retries !== undefined)
  const pairs = calls
    .filter(({ phase }) => phase === 'baseline')
    .flatMap((before) =>
      steadyPhases(play).flatMap((phase) => {
        const after = calls.findLast((one) => one.phase === phase && nameOf(one) === nameOf(before))
        const enough = Math.min(before.retries.began, after?.retries.began ?? 0) >= ENOUGH
        return phase === 'baseline' || after === undefined || !enough ? [] : [{ before, after, phase }]
      }),
    )
  const tests = pairs.reduce((sum, { before, after }) => sum + testsOf(before.retries, after.retries), 0)
  return pairs.map(({ before, after, phase }) => ({
    name: nameOf(before),
    partner: before.partner,
    phase,
    ...compare(before.retries, after.retries, ALPHA / tests),
    callers: callersOf([before.retries, after.retries]),
    evidence: [before.seq, after.seq],
  }))
}

function nameOf({ partner, operation }: Pick<Calls, 'partner' | 'operation'>): string {
  return `${partner} ${operation}`
}

/** Delays and jitter, attempts, calls given up, Retry-After, calls repeated. */
function testsOf(before: RetriesSeen, after: RetriesSeen): number {
  return delayTests(before.delays, after.delays) + 4
}

function compare(before: RetriesSeen, after: RetriesSeen, alpha: number) {
  const attempts = attemptsChange(before.attempts, after.attempts)
  const risen = attempts.meanAfter >= attempts.meanBefore * SMALLEST_RISE
  const noiseMs = TIMES_LATE * Math.max(before.lateP90Ms ?? 0, after.lateP90Ms ?? 0)
  const delays = delayChanges(before.delays, after.delays, { alpha, noiseMs })
  // An attempt that the machine holds up for as long as a delay meets another moment of the same faults. What it cannot
  // do is to move the number after which a client gives up.
  const timely = delays.length > 0 || noiseMs < Math.max(firstDelayMs(before), firstDelayMs(after))
  const givesUp = timely || givesUpLater(after, before)
  return {
    before,
    after,
    noiseMs,
    delays,
    attempts,
    moreAttempts: (timely || givesUpLater(before, after)) && risen && attempts.pOfMore <= alpha,
    moreGivenUp: givesUp && fisherTail(givenUp(before), givenUp(after)) <= alpha,
    mayHaveGivenUp: givesUp && fisherTail(givenUpOrCut(before), givenUpOrCut(after)) <= alpha,
    heedsLess: fisherTail(unheeded(before), unheeded(after)) <= alpha,
    moreRepeated:
      fisherTail({ fails: before.repeated, total: before.began }, { fails: after.repeated, total: after.began }) <=
      alpha,
  }
}

/** Whether one side gave up after fewer attempts than the other made. */
function givesUpLater(one: RetriesSeen, other: RetriesSeen): boolean {
  return one.givenUp > 0 && other.attempts.length > one.attempts.length
}

/** Where nothing was retried, nothing can have come too late. */
function firstDelayMs({ delays }: RetriesSeen): number {
  return fingerprintOf(delays).firstMs ?? Number.POSITIVE_INFINITY
}

function givenUp({ givenUp: fails, failedFirst: total }: RetriesSeen) {
  return { fails, total }
}

function givenUpOrCut({ givenUp: fails, failedFirst: total, cutOff = 0 }: RetriesSeen) {
  return { fails: fails + cutOff, total: total + cutOff }
}

function unheeded({ retryAfter: { asked, honoured } }: RetriesSeen) {
  return { fails: asked - honoured, total: asked }
}

/** By time: an endpoint whose requests began and ended with the calls, far more often than they would by chance. */
function callersOf(seen: readonly RetriesSeen[]): readonly string[] {
  const timed = seen.reduce((sum, one) => sum + one.timed, 0)
  const all = seen.flatMap(({ callers }) => callers)
  const named = [...new Set(all.map(({ endpoint }) => endpoint))]
    .map((endpoint) => {
      const mine = all.filter((one) => one.endpoint === endpoint)
      const sumOf = (what: 'calls' | 'byChance') => mine.reduce((sum, one) => sum + one[what], 0)
      return { endpoint, calls: sumOf('calls'), byChance: sumOf('byChance') }
    })
    .filter(({ calls }) => calls >= Math.max(FEWEST_ENCLOSED, SMALLEST_SHARE * timed))
    .filter(({ calls, byChance }) => calls >= TIMES_CHANCE * byChance)
    .sort((one, other) => other.calls - one.calls)
  const explained = named.reduce((sum, { calls }) => sum + calls, 0)
  return explained >= EXPLAINED_SHARE * timed ? named.map(({ endpoint }) => endpoint) : []
}
