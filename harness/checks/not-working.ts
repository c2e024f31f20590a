import type { Finding } from '../model/finding.ts'
import type { EndpointLimits } from '../model/limits.ts'
import { brokenCheck } from './broken-check.ts'
import { type Context, errorsAbove } from './errors-above.ts'
import { errorsAppeared } from './errors-appeared.ts'
import { keepsSchedule, type Phase, type Play } from './play.ts'
import { type Assertions, assertionsOf, type Held, thinned, vanished } from './vanished.ts'

/** The limits of an endpoint: its own, or those of `*`. */
export function limitsOf({ limits }: Play, endpoint: string): EndpointLimits | undefined {
  const named = limits.endpoints.find((one) => one.endpoint === endpoint)
  return named ?? limits.endpoints.find((one) => one.endpoint === '*')
}

/** An endpoint that fails more often than its limit allows, or without one more often than before. */
export function failing(check: string, play: Play, context: Context): readonly Finding[] {
  const limit = limitsOf(play, context.endpoint.endpoint)?.errorRate ?? null
  return limit === null ? errorsAppeared(check, context) : errorsAbove(check, context, limit)
}

/** The scripts' checks that fail now and did not before, and the journeys that no longer get so far. */
export function broken(check: string, held: Held): readonly Finding[] {
  const { baseline, phase } = held
  const before = assertionsOf(baseline)
  const none: Assertions = { fails: 0, total: 0 }
  const checks = [...assertionsOf(phase)].flatMap(([name, after]) =>
    brokenCheck(check, { name, before: before.get(name) ?? none, after, phase, baseline }),
  )
  return [...checks, ...vanished(check, held)]
}

/** All that no longer works in a phase as it did in baseline. */
export function notWorking(check: string, play: Play, phase: Phase): readonly Finding[] {
  const held = heldOf(play, phase)
  if (held === null) return []
  const { baseline } = held
  const endpoints = phase.endpoints.flatMap((endpoint) => {
    const before = baseline.endpoints.find((one) => one.endpoint === endpoint.endpoint)
    const earlier = before === undefined ? null : { seq: baseline.seq, endpoint: before }
    return failing(check, play, { phase, endpoint, earlier })
  })
  return [...broken(check, held), ...endpoints]
}

/** What the phase saw too little of for anybody to know, one clause each. */
export function hardlyReached(play: Play, phase: Phase | undefined): readonly string[] {
  const held = phase === undefined ? null : heldOf(play, phase)
  return held === null ? [] : thinned(held)
}

/** null where there is no baseline to hold it against. */
export function heldOf(play: Play, phase: Phase): Held | null {
  const baseline = play.phases.get('baseline')
  return baseline === undefined ? null : { baseline, phase, scheduled: keepsSchedule(play) }
}
