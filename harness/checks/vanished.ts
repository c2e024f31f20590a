import type { Finding } from '../model/finding.ts'
import type { Phase } from './play.ts'

/** So many were to be expected that seeing none at all cannot be chance (e^-20). */
const EXPECTED = 20

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

/** Endpoints and checks that baseline saw many times and this phase not once: the journey no longer gets that far. */
export function vanished(check: string, baseline: Phase, phase: Phase): readonly Finding[] {
  const longer = (phase.toMs - phase.fromMs) / (baseline.toMs - baseline.fromMs)
  const still = countsOf(phase)
  const hopeless = [...assertionsOf(baseline)].filter(([, { fails, total }]) => fails === total).map(([name]) => name)
  const gone = [...countsOf(baseline)].filter(
    // A check that never passed was no step of a journey: that nobody makes it any more is no loss.
    ([name, count]) => count * longer >= EXPECTED && !still.has(name) && !hopeless.includes(name),
  )
  return gone.map(([subject, count]) => ({
    check,
    severity: 'blocker',
    subject,
    summary: `seen ${count} times in baseline and never in ${phase.phase}: the journey no longer gets that far`,
    remedy:
      'Look for the step of the journey before it: a login, a redirect, a link or a field that is missing from an answer.',
    measured: { times: 0 },
    limit: { times: Math.round(count * longer) },
    evidence: [baseline.seq, phase.seq],
  }))
}

function countsOf(phase: Phase): ReadonlyMap<string, number> {
  const endpoints = phase.endpoints
    .filter(({ requests }) => requests > 0)
    .map(({ endpoint, requests }) => [endpoint, requests] as const)
  return new Map([...endpoints, ...[...assertionsOf(phase)].map(([name, { total }]) => [name, total] as const)])
}
