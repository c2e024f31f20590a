import type { SteadyPhase } from '../model/act.ts'
import type { Finding } from '../model/finding.ts'
import { judgedQuantile } from '../model/judged-quantile.ts'
import type { Check } from './check.ts'
import type { Context } from './errors-above.ts'
import { generatorFault } from './generator-fault.ts'
import { machineBehind, slowerThanAllowed } from './missed-limit.ts'
import { failing, limitsOf } from './not-working.ts'
import { isOldOnNew, onPlay, type Phase, type Play, requestsOf, steadyPhases } from './play.ts'
import { rule } from './rule.ts'
import { few, plural, wholeMs } from './wording.ts'

export const latencyRegressed: Check = {
  id: 'latency-regressed',
  gating: true,
  act: 'soak',
  asks: 'Is an endpoint slower, or failing more often, than its limits allow after the upgrade or the rollback?',
  why: 'A new version that answers correctly but late is still an outage to those who wait. The limits are absolute: the highest quantile that the number of requests can bear is held against the p99 limit, and the share of failed requests against its own; an endpoint without such a limit must not fail more often than before. What the old version misses too says nothing of the upgrade.',
  remedy:
    'Compare the endpoint’s histograms of baseline and soak, and its slow statements; what exceeded its limit before the upgrade needs another limit or another day.',
  judge: onPlay((play) => {
    const after = steadyPhases(play).filter((name) => name !== 'baseline')
    const phases = after.flatMap((name) => play.phases.get(name) ?? [])
    const judged = phases.map((phase) => judgePhase(play, phase))
    const open = judged.flatMap((one) => one.open)
    return rule({
      findings: judged.flatMap((one) => one.findings),
      missing: [...missingPhases(play), ...phases.flatMap((phase) => spoilt(play, phase)), ...open],
      settledBy:
        open.length === 0
          ? 'a rehearsal whose steady acts all see traffic that k6 sent on time'
          : 'limits that the old version keeps, or a rehearsal on a machine on which it does',
      passed: anyLimit(play)
        ? `every endpoint is within its limits; ${resolution(phases)}`
        : 'no endpoint has a limit, and none fails more often than before the upgrade',
    })
  }),
}

function anyLimit({ limits }: Play): boolean {
  return limits.endpoints.some(({ p99Ms, errorRate }) => p99Ms !== null || errorRate !== null)
}

function missingPhases(play: Play): readonly string[] {
  const silent = steadyPhases(play).filter((name) => requestsOrNone(play, name) === 0)
  return silent.map((name) => `no requests were recorded in ${name}`)
}

function requestsOrNone({ phases }: Play, name: SteadyPhase): number {
  const phase = phases.get(name)
  return phase === undefined ? 0 : requestsOf(phase)
}

function spoilt({ limits }: Play, phase: Phase): readonly string[] {
  const fault = generatorFault(phase, limits)
  return fault === null ? [] : [`latency in ${phase.phase} cannot be judged, for ${fault}`]
}

/** What was found, and what is open, one clause each. */
interface Judged {
  readonly findings: readonly Finding[]
  readonly open: readonly string[]
}

/** Scripts that put numbers into names make thousands of endpoints: what is the same for all is asked once. */
function judgePhase(play: Play, phase: Phase): Judged {
  const baseline = play.phases.get('baseline')
  const before = new Map(baseline?.endpoints.map((one) => [one.endpoint, { seq: baseline.seq, endpoint: one }]))
  // Latency counts from the intended start, so lateness of our own would be blamed on the endpoint.
  const onTime = generatorFault(phase, play.limits) === null
  const asked = phase.endpoints.map((endpoint) => {
    const context = { phase, endpoint, earlier: before.get(endpoint.endpoint) ?? null }
    return { context, open: undecided(play, context) }
  })
  return {
    findings: asked.flatMap(({ context, open }) => judgeEndpoint(play, context, onTime && open.length === 0)),
    open: asked.flatMap(({ open }) => open),
  }
}

function judgeEndpoint(play: Play, context: Context, saysLatency: boolean): readonly Finding[] {
  const { phase, endpoint } = context
  const limits = limitsOf(play, endpoint.endpoint)
  const latency = limits?.p99Ms != null && saysLatency ? slow(context, limits.p99Ms) : []
  // Where the old version stays on the new schema another check asks whether it works; this one, how fast.
  const errors = isOldOnNew(play, phase.phase) ? [] : failing(latencyRegressed.id, play, context)
  return [...latency, ...errors]
}

/** Why a limit that is missed says nothing of the upgrade, as a clause; empty where it is kept, or does. */
function undecided(play: Play, { phase, endpoint, earlier }: Context): readonly string[] {
  const limitMs = limitsOf(play, endpoint.endpoint)?.p99Ms ?? null
  const judged = judgedQuantile(endpoint)
  if (limitMs === null || judged === null || judged.ms <= limitMs) return []
  const before = earlier?.endpoint
  // What could be judged then and was above the limit is told as a concern.
  if (before === undefined || (judgedQuantile(before)?.ms ?? 0) > limitMs) return []
  const said = `${endpoint.endpoint} is above its limit in ${phase.phase} (${judged.name} ${wholeMs(judged.ms)}, p99 limit ${wholeMs(limitMs)})`
  const slower = slowerThanAllowed(before, limitMs)
  if (slower !== null)
    return [`${said}, but so were ${slower} of ${plural(before.requests, 'request')} before the upgrade`]
  const machine = machineBehind(play, phase, { endpoint: endpoint.endpoint, judged })
  return machine === null ? [] : [`${said}, but ${machine.words}`]
}

function slow({ phase, endpoint, earlier }: Context, limitMs: number): readonly Finding[] {
  const judged = judgedQuantile(endpoint)
  if (judged === null || judged.ms <= limitMs) return []
  const was = earlier === null ? null : judgedQuantile(earlier.endpoint)
  const before = was !== null && was.ms > limitMs
  const which = judged.name === 'p99' ? 'p99' : `${judged.name} of ${endpoint.requests} requests`
  const compared = was === null ? '' : `; ${was.name} was ${wholeMs(was.ms)} before the upgrade`
  return [
    {
      check: latencyRegressed.id,
      severity: before ? 'concern' : 'blocker',
      subject: endpoint.endpoint,
      summary: `${which} ${wholeMs(judged.ms)} in ${phase.phase} (p99 limit ${wholeMs(limitMs)})${compared}${before ? ': the limit was exceeded before the upgrade too' : ''}`,
      remedy: before
        ? 'Raise the limit to what production really does, or rehearse on a machine that is as fast.'
        : phase.phase === 'restored'
          ? 'Find what the rollback left behind: a missing index, a cold cache, settings, bloat.'
          : 'Find what this endpoint waits for in the new version: new statements, a missing index, changed time-outs or retries.',
      measured: {
        [`${judged.name}Ms`]: judged.ms,
        requests: endpoint.requests,
        ...(was === null ? {} : { [`baseline${was.name.toUpperCase()}Ms`]: was.ms }),
      },
      limit: { p99Ms: limitMs },
      evidence: [phase.seq, ...(earlier === null ? [] : [earlier.seq])],
    },
  ]
}

/** Which quantile was judged where, for a pass is worth no more than what it could see. */
function resolution(phases: readonly Phase[]): string {
  const seen = new Map<string, Set<string>>()
  for (const endpoint of phases.flatMap((phase) => phase.endpoints)) {
    const name = judgedQuantile(endpoint)?.name ?? 'errors only'
    seen.set(name, (seen.get(name) ?? new Set()).add(endpoint.endpoint))
  }
  const words = ['p99', 'p95', 'p90', 'p50', 'errors only'].flatMap((name) => {
    const endpoints = seen.get(name)
    return endpoints === undefined
      ? []
      : [`${name} of ${few([...endpoints])}`.replace('errors only of', 'too few requests for a quantile at')]
  })
  return words.length === 0 ? 'nothing was asked for after the upgrade' : `judged: ${words.join('; ')}`
}
