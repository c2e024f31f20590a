import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { generatorFault, systemDropped } from './generator-fault.ts'
import { type Slowdown, slowdownOf } from './machine-pace.ts'
import { onPlay, type Phase, type Play, requestsOf, steadyPhases } from './play.ts'
import { rule } from './rule.ts'
import { few, percent } from './wording.ts'

export const generatorKeptUp: Check = {
  id: 'generator-kept-up',
  gating: true,
  act: 'baseline',
  asks: 'Did k6 send the load that was asked for, on time?',
  why: 'A generator that is short of CPU sends less and later than asked, and then every figure is too good or too bad. Where requests start late because all users still wait for answers, the fault is the system’s: in production those clients would not have waited politely.',
  remedy:
    'Lower the rates, give the scenarios more `vus`, or rehearse on a machine with more free cores; nothing else should run beside it.',
  judge: onPlay((play) => {
    const phases = steadyPhases(play).flatMap((name) => play.phases.get(name) ?? [])
    const faults = phases.flatMap((phase) => generatorFault(phase, play.limits) ?? [])
    return rule({
      findings: saturated(play, phases),
      missing: [...absent(play), ...failures(play), ...faults, ...slowedDown(play, phases)],
      settledBy: 'a rehearsal at lower rates, or on a machine with more free cores, that reaches its end',
      passed: onTime(play, phases),
    })
  }),
}

/** A closed loop starts an iteration when the last one ends, so it is never late. */
function onTime({ entries }: Play, phases: readonly Phase[]): string {
  const scenarios = entriesOf(entries, 'traffic.started').at(-1)?.scenarios ?? []
  const loops = scenarios.filter(({ ratePerSecond }) => ratePerSecond === null).map(({ name }) => name)
  const loop = `${few(loops)} ${loops.length === 1 ? 'is a closed loop, which has' : 'are closed loops, which have'} no schedule to be late for`
  if (loops.length > 0 && loops.length === scenarios.length) return loop
  // Journeys outlast acts, so that there may be requests of those alone that began before.
  const [begun, goingOn] = [phases.filter(hasIterations), phases.filter((phase) => !hasIterations(phase))]
  const punctual = [
    ...(begun.length === 0 ? [] : [`iterations started on time in ${namesOf(begun)}`]),
    ...(goingOn.length === 0 ? [] : [`the requests of ${namesOf(goingOn)} are of journeys that had begun before`]),
  ].join('; ')
  return loops.length === 0 ? punctual : `${punctual}; ${loop}`
}

function absent(play: Play): readonly string[] {
  const isSilent = (phase: Phase | undefined) =>
    phase === undefined || (!hasIterations(phase) && requestsOf(phase) === 0)
  return steadyPhases(play)
    .filter((name) => isSilent(play.phases.get(name)))
    .map((name) => `no iterations were recorded in ${name}`)
}

function hasIterations({ lag }: Phase): boolean {
  return lag.iterations > 0
}

function namesOf(phases: readonly Phase[]): string {
  return phases.map(({ phase }) => phase).join(', ')
}

function failures({ entries }: Play): readonly string[] {
  const stray = entriesOf(entries, 'traffic.stray').map(
    ({ url, scenario }) => `scenario ${scenario} asked for ${url}, which is no service under rehearsal`,
  )
  const ends = entriesOf(entries, 'traffic.ended')
  if (ends.length === 0) return [...stray, 'how k6 ended is not in the journal']
  return [
    ...stray,
    ...ends
      .filter(({ asExpected }) => !asExpected)
      .map(({ meaning, exitCode }) => `k6 ended unasked with exit code ${exitCode}: ${meaning}`),
  ]
}

function saturatedBefore({ limits, phases }: Play): boolean {
  const baseline = phases.get('baseline')
  return baseline !== undefined && systemDropped(baseline) > limits.droppedShare
}

/** Where users waited on a machine that itself was slower than in the baseline, one clause each. */
function slowedDown(play: Play, phases: readonly Phase[]): readonly string[] {
  if (saturatedBefore(play)) return []
  return phases.flatMap((phase) => {
    const slower = systemDropped(phase) > play.limits.droppedShare ? slowdownBehind(play, phase) : null
    if (slower === null) return []
    return [
      `${percent(systemDropped(phase))} of the iterations of ${phase.phase} could not start because every user still waited, but ${slower.words}`,
    ]
  })
}

/** In soak only where it was no better after the rollback: a version that makes users wait is not excused by a machine. */
function slowdownBehind(play: Play, { phase }: Phase): Slowdown | null {
  if (phase !== 'soak') return phase === 'restored' ? slowdownOf(play, phase) : null
  const restored = play.phases.get('restored')
  const same = restored !== undefined && systemDropped(restored) > play.limits.droppedShare
  return same && slowdownOf(play, 'restored') !== null ? slowdownOf(play, phase) : null
}

/** What the system could not take. What it could not take before the upgrade either is no news about the upgrade. */
function saturated(play: Play, phases: readonly Phase[]): readonly Finding[] {
  const { limits, phases: all } = play
  const baseline = all.get('baseline')
  const before = saturatedBefore(play)
  return phases
    .filter((phase) => systemDropped(phase) > limits.droppedShare && generatorFault(phase, limits) === null)
    .filter((phase) => before || slowdownBehind(play, phase) === null)
    .map((phase) => ({
      check: generatorKeptUp.id,
      // A lone iteration is more than the share allows in a short act, and yet may be chance.
      severity: phase.lag.droppedBusy === 1 ? 'note' : before ? 'concern' : 'blocker',
      subject: phase.phase,
      summary: `${percent(systemDropped(phase))} of the iterations could not start because every user still waited for an answer (limit ${percent(limits.droppedShare)})${before ? '; it was so before the upgrade too' : ''}`,
      remedy: before
        ? 'The rate is more than the old version can take on this machine: lower it, or give the scenario more `vus`.'
        : 'The new state is too slow for the load: look for the endpoint whose latency rose, and for what it waits on.',
      measured: { droppedShare: systemDropped(phase), dropped: phase.lag.droppedBusy },
      limit: { droppedShare: limits.droppedShare },
      evidence: [...new Set([phase.seq, ...(before && baseline ? [baseline.seq] : [])])],
    }))
}
