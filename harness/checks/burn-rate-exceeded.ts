import type { TransitionPhase } from '../model/act.ts'
import { formatDuration } from '../model/duration.ts'
import type { Finding } from '../model/finding.ts'
import type { BurnRate } from '../model/limits.ts'
import { type Bill, billOf, scopesOf } from './budget.ts'
import type { Check } from './check.ts'
import { onPlay, type Phase, type Play, transitions } from './play.ts'
import { passed, rule } from './rule.ts'
import { percent, plural } from './wording.ts'

/** One-sided 99 %: what a few failures prove of a rate. */
const Z = 2.326

const AFTER = { upgrade: 'soak', rollback: 'restored' } as const

export const burnRateExceeded: Check = {
  id: 'burn-rate-exceeded',
  gating: true,
  act: 'upgrade',
  asks: 'Would the error budget burn fast enough to page somebody, in the hours that begin with the upgrade or the rollback?',
  why: 'Alerts on burn rates compare the errors of an hour or six with what the objective allows on average. A blip that the month can afford may still wake whoever is on call, and a version that fails a little all the time will. What the transition lost is taken from the window, and the rest of it goes on as the steady phase after it did, as far as that proves anything.',
  remedy:
    'Replace services one at a time with a drain, and mend what still fails in the steady phase; or tell who is on call.',
  judge: onPlay((play) => {
    const windows = play.limits.burnRates ?? []
    if (windows.length === 0) return passed('the spec declares no burn rates')
    const acts = transitions(play)
    const missing = acts.filter(
      (act) => billOf(play, act, { endpoint: null, objective: play.limits.objective }) === null,
    )
    return rule({
      findings: acts.flatMap((act) => findingsOf(play, act, windows)),
      missing: missing.map((act) => `no requests were recorded during the ${act}`),
      settledBy: 'a rehearsal that performs it under traffic',
      passed: acts.flatMap((act) => windows.map((window) => told(play, act, window))).join('; '),
    })
  }),
}

function findingsOf(play: Play, act: TransitionPhase, windows: readonly BurnRate[]): readonly Finding[] {
  const bills = scopesOf(play).flatMap((scope) => billOf(play, act, scope) ?? [])
  return bills.flatMap((bill) =>
    windows
      .filter((window) => burn(play, bill, window) > window.times * (1 + 1e-9))
      .map((window) => finding(play, bill, window)),
  )
}

function told(play: Play, act: TransitionPhase, window: BurnRate): string {
  const bill = billOf(play, act, { endpoint: null, objective: play.limits.objective })
  const times = bill === null ? 'not known' : timesInWords(burn(play, bill, window))
  return `${act}: ${times} over ${formatDuration(window.overMs)} (limit ${timesInWords(window.times)})`
}

/** How many times faster than the objective allows errors come in a window that begins with the transition. */
function burn(play: Play, bill: Bill, { overMs }: BurnRate): number {
  const { phase, productionRate, inProduction, objective } = bill
  const windowS = Math.max(overMs, phase.toMs - phase.fromMs) / 1_000
  const restS = windowS - (phase.toMs - phase.fromMs) / 1_000
  const going = provenShare(play.phases.get(AFTER[phase.phase as TransitionPhase]), bill)
  const bad = inProduction + going * productionRate * restS
  const allowed = windowS * productionRate * (1 - objective)
  return bad === 0 ? 0 : allowed === 0 ? Number.POSITIVE_INFINITY : bad / allowed
}

/** Wilson's lower bound of the share that fails: a lone failure of a short act is not taken for a rate of hours. */
function provenShare(phase: Phase | undefined, { endpoint }: Bill): number {
  const some = phase?.endpoints.filter((one) => endpoint === null || one.endpoint === endpoint) ?? []
  const requests = some.reduce((sum, one) => sum + one.requests, 0)
  const failed = some.reduce((sum, one) => sum + one.failed, 0)
  if (requests === 0 || failed === 0) return 0
  const [share, z] = [failed / requests, Z * Z]
  const spread = Z * Math.sqrt((share * (1 - share)) / requests + z / (4 * requests * requests))
  return Math.max(0, (share + z / (2 * requests) - spread) / (1 + z / requests))
}

function finding(play: Play, bill: Bill, window: BurnRate): Finding {
  const { phase, endpoint, lost, objective } = bill
  const times = burn(play, bill, window)
  const after = play.phases.get(AFTER[phase.phase as TransitionPhase])
  const going = provenShare(after, bill)
  const goesOn = going === 0 ? '' : `, and ${percent(going)} at least still fail in ${after?.phase}`
  return {
    check: burnRateExceeded.id,
    severity: 'blocker',
    subject: endpoint ?? phase.phase,
    summary: `${timesInWords(times)} the rate that an objective of ${percent(objective)} allows, over ${formatDuration(window.overMs)} from the ${phase.phase} on (limit ${timesInWords(window.times)}): ${plural(lost, 'request')} failed or stalled during it${goesOn}`,
    remedy: burnRateExceeded.remedy,
    measured: { burnRate: Number.isFinite(times) ? Number(times.toPrecision(4)) : 'all of it', lostRequests: lost },
    limit: { burnRate: window.times },
    evidence: [phase.seq, ...(going > 0 && after !== undefined ? [after.seq] : [])],
  }
}

function timesInWords(times: number): string {
  return Number.isFinite(times) ? `${Number(times.toPrecision(3))} ×` : 'more than'
}
