import type { SteadyPhase } from '../model/act.ts'
import type { Check } from './check.ts'
import { hopeless } from './hopeless.ts'
import { broken, hardlyReached, heldOf } from './not-working.ts'
import { isOldOnNew, onPlay, type Play, requestsOf, steadyPhases } from './play.ts'
import { passed, rule } from './rule.ts'
import { assertionsOf, THINNED_SETTLED_BY } from './vanished.ts'
import { few, plural } from './wording.ts'

export const journeyBroken: Check = {
  id: 'journey-broken',
  gating: true,
  act: 'soak',
  asks: 'Do the journeys of the scripts still get what they check for?',
  why: 'A blank screen is answered with 200 and quickly. Only what the scripts check in the answers tells it from a working one, and a journey that breaks half-way no longer asks for the rest.',
  remedy:
    'Replay the journey against the new version by hand and compare the answers; the k6 log names the failing checks.',
  judge: onPlay((play) => {
    const after = steadyPhases(play).filter((name) => name !== 'baseline' && !isOldOnNew(play, name))
    const phases = after.flatMap((name) => play.phases.get(name) ?? [])
    const baseline = play.phases.get('baseline')
    const findings = phases.flatMap((phase) => {
      const held = heldOf(play, phase)
      return held === null ? [] : broken(journeyBroken.id, held)
    })
    // Where journeys could not even start there is nothing to look for in their steps, so that comes first.
    const unbegunFirst = phases.toSorted((one, other) => other.lag.dropped - one.lag.dropped)
    const thin = unbegunFirst.flatMap((phase) => hardlyReached(play, phase))
    const unseen = steadyPhases(play).filter((name) => silent(play, name))
    const missing = [
      ...unseen.map((name) => `no requests were recorded in ${name}`),
      ...(thin.length === 0 ? [] : [few(thin, 3, '; ')]),
    ]
    const checks = [...play.phases.values()].flatMap((phase) => [...assertionsOf(phase).keys()])
    if (checks.length === 0 && findings.length === 0 && missing.length === 0) {
      return passed('nothing is declared: the scripts check nothing, but every endpoint is still asked for')
    }
    return rule({
      findings,
      missing: [...missing, ...hopeless(baseline)],
      settledBy: thin.length > 0 ? THINNED_SETTLED_BY : 'a rehearsal whose steady acts all see traffic',
      passed: `${plural(new Set(checks).size, 'check')} of the scripts fail${new Set(checks).size === 1 ? 's' : ''} no more often than before the upgrade`,
    })
  }),
}

function silent({ phases }: Play, name: SteadyPhase): boolean {
  const phase = phases.get(name)
  return phase === undefined || requestsOf(phase) === 0
}
