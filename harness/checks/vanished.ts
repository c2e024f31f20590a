import type { Finding } from '../model/finding.ts'
import { binomialTail } from '../statistics/tails.ts'
import type { Phase } from './play.ts'
import { plural } from './wording.ts'

/** So many were to be expected that seeing none at all cannot be chance (e^-20). */
const EXPECTED = 20

/** Of what was due: a journey that gets somewhere more rarely than this is broken, whatever its steps are for. */
const HARDLY = 0.1
/** One that gets there less often than this leaves more unseen than it shows. */
const HALF = 0.5
/** With a dozen endpoints and checks and two phases, one false alarm in fifty runs of a script that goes at random. */
const CHANCE = 0.001

/** A phase held against baseline. */
export interface Held {
  readonly baseline: Phase
  readonly phase: Phase
  /** Whether every scenario keeps a schedule; a closed loop alone asks for less where answers are slower. */
  readonly scheduled: boolean
}

/** How often a check of the scripts was made, and failed. */
export interface Assertions {
  readonly fails: number
  readonly total: number
}

/** The scripts' checks by scenario and name. */
export function assertionsOf({ checks }: Phase): ReadonlyMap<string, Assertions> {
  return new Map(
    checks
      .filter(({ passes, fails }) => passes + fails > 0)
      .map(({ scenario, name, passes, fails }) => [`${scenario}: ${name}`, { fails, total: passes + fails }]),
  )
}

/**
 * Endpoints and checks that baseline saw many times and this phase not once, or hardly ever though as many journeys
 * began by schedule: they no longer get that far.
 */
export function vanished(check: string, { baseline, phase, scheduled }: Held): readonly Finding[] {
  const gone = lossesOf({ baseline, phase, scheduled }).filter(({ extent }) => extent === 'gone')
  return gone.map(({ name, before, due, after }) => ({
    check,
    severity: 'blocker',
    subject: name,
    summary: `seen ${before} times in baseline and ${after === 0 ? 'never' : `only ${plural(after, 'time')}`} in ${phase.phase}: the journey no longer gets that far`,
    remedy:
      'Look for the step of the journey before it: a login, a redirect, a link or a field that is missing from an answer.',
    measured: { times: after },
    limit: { times: Math.round(due) },
    evidence: [baseline.seq, phase.seq],
  }))
}

/**
 * What a phase saw less than half as often as was due, beyond chance, one clause each: whether journeys break before it
 * or need it less often now, no figure tells, and what was not asked for was not judged. The least reached comes first.
 */
export function thinned(held: Held): readonly string[] {
  const { baseline, phase } = held
  const { dropped } = phase.lag
  const unbegun = dropped === 0 ? '' : `, and ${plural(dropped, 'iteration')} could not start there`
  return lossesOf(held)
    .filter(({ extent }) => extent === 'thinned')
    .toSorted((one, other) => one.after / one.due - other.after / other.due)
    .map(
      ({ name, before, due, after }) =>
        `${name} was reached ${plural(after, 'time')} in ${phase.phase} where ${Math.round(due)} were due (${before} in ${baseline.phase})${unbegun}`,
    )
}

/** What puts an end to not knowing why a phase was thinned. */
export const THINNED_SETTLED_BY =
  'a look at the steps before it: whether journeys break there, or need fewer requests than they did'

/** An endpoint or a check of the scripts, as often as a phase reached it. */
export interface Loss {
  readonly name: string
  readonly before: number
  /** As many as baseline lets expect of the phase. */
  readonly due: number
  /** Of these, what was due even if all iterations that could not start, beyond the baseline's, were of its journey. */
  readonly sure: number
  readonly after: number
  readonly extent: 'gone' | 'thinned' | 'none'
}

/** Whatever baseline reached, and how much less of it the phase did. */
export function lossesOf({ baseline, phase, scheduled }: Held): readonly Loss[] {
  const still = countsOf(phase)
  const hopeless = [...assertionsOf(baseline)].filter(([, { fails, total }]) => fails === total).map(([name]) => name)
  const longer = (phase.toMs - phase.fromMs) / (baseline.toMs - baseline.fromMs)
  const pace = Math.min(longer, paceOf(baseline, phase))
  // As many that could not start before kept nobody from reaching it.
  const unbegun = Math.max(0, phase.lag.dropped - longer * baseline.lag.dropped)
  // A check that never passed was no step of a journey: that nobody makes it any more is no loss.
  const named = [...countsOf(baseline)].filter(([name]) => !hopeless.includes(name))
  return named.map(([name, before]) => {
    const after = still.get(name) ?? 0
    const due = before * (after === 0 ? longer : pace)
    const sure = Math.min(due, before * longer - unbegun)
    return { name, before, due, sure, after, extent: extentOf({ before, due, sure, after }, scheduled) }
  })
}

function extentOf({ before, due, sure, after }: Omit<Loss, 'name' | 'extent'>, scheduled: boolean): Loss['extent'] {
  if (due < EXPECTED || after >= HALF * due) return 'none'
  const isHardlySeen = (expected: number) => after === 0 || (scheduled && after < HARDLY * expected)
  if (sure >= EXPECTED && isHardlySeen(sure)) return 'gone'
  // As many iterations as are missing could not start, and no figure tells of which journeys these were.
  if (isHardlySeen(due)) return 'thinned'
  return binomialTail(before, before + after, before / (before + due)) <= CHANCE ? 'thinned' : 'none'
}

/** Iterations begun for each of baseline's: one that a late generator or busy users never began reaches nothing. */
function paceOf(baseline: Phase, phase: Phase): number {
  return baseline.lag.iterations === 0 ? Number.POSITIVE_INFINITY : phase.lag.iterations / baseline.lag.iterations
}

function countsOf(phase: Phase): ReadonlyMap<string, number> {
  const endpoints = phase.endpoints
    .filter(({ requests }) => requests > 0)
    .map(({ endpoint, requests }) => [endpoint, requests] as const)
  return new Map([...endpoints, ...[...assertionsOf(phase)].map(([name, { total }]) => [name, total] as const)])
}
