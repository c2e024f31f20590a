import type { TransitionPhase } from '../model/act.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { affected } from './clients.ts'
import { onPlay, type Phase, type Play, requestsOf, transitions } from './play.ts'
import { rule } from './rule.ts'
import { few, percent, plural } from './wording.ts'

const THIRTY_DAYS_S = 30 * 24 * 3_600

/** What a transition cost, and what that is of a month's budget at production's rate. */
interface Bill {
  readonly phase: Phase
  readonly lost: number
  readonly inProduction: number
  /** Of the 30-day error budget; infinite where the objective leaves no budget. */
  readonly share: number
}

export const errorBudgetSpent: Check = {
  id: 'error-budget-spent',
  gating: true,
  asks: "Would the upgrade or the rollback spend more of the month's error budget than allowed?",
  why: 'An objective of 99.9 % leaves 43 minutes of trouble a month. A blip that nobody minds once may leave no room for the next incident, so failed and stalled requests are scaled to production and set against the budget of 30 days.',
  remedy: 'Replace services one at a time with a drain, keep locks short, or do it at an hour with less traffic.',
  judge: onPlay((play) => {
    const bills = transitions(play).flatMap((act) => billOf(play, act) ?? [])
    const missing = transitions(play).filter((act) => !bills.some(({ phase }) => phase.phase === act))
    return rule({
      findings: bills.filter((bill) => overspent(bill, play)).map((bill) => finding(play, bill)),
      missing: missing.map((act) => `no requests were recorded during the ${act}`),
      settledBy: 'a rehearsal that performs it under traffic',
      passed: bills
        .map(
          ({ phase, lost, share }) =>
            `${phase.phase}: ${plural(lost, 'request')} failed or stalled, ${percent(share)} of the 30-day error budget`,
        )
        .join('; ')
        .concat(` (limit ${percent(play.limits.errorBudgetShare)})`),
    })
  }),
}

function billOf(play: Play, act: TransitionPhase): Bill | null {
  const phase = play.phases.get(act)
  if (phase === undefined || requestsOf(phase) + phase.lag.dropped === 0) return null
  // A request that could not be sent because all users still waited is one that failed; ours alone are not the system's.
  const lost =
    phase.lag.droppedBusy +
    phase.endpoints.reduce((sum, { endpoint, failed }) => sum + lostAt(phase, endpoint, failed), 0)
  const rate = rateOf(play.phases.get('baseline')) ?? rateOf(phase) ?? 0
  const inProduction = rate === 0 ? 0 : (lost * (play.limits.productionRate ?? rate)) / rate
  const budget = THIRTY_DAYS_S * (play.limits.productionRate ?? rate) * (1 - play.limits.objective)
  return {
    phase,
    lost,
    inProduction,
    share: lost === 0 ? 0 : rate === 0 ? Number.POSITIVE_INFINITY : inProduction / budget,
  }
}

/** Failed and stalled requests of an endpoint, those that were both counted once. */
function lostAt(phase: Phase, endpoint: string, failed: number): number {
  const windows = phase.stalls.filter((window) => window.endpoint === endpoint)
  const failedInWindows = windows.reduce((sum, window) => sum + window.failed, 0)
  return Math.max(0, failed - failedInWindows) + windows.reduce((sum, window) => sum + affected(window), 0)
}

/** Above the limit by more than what dividing floating-point numbers adds. */
function overspent({ share }: Bill, { limits }: Play): boolean {
  return share > limits.errorBudgetShare * (1 + 1e-9)
}

function rateOf(phase: Phase | undefined): number | null {
  if (phase === undefined) return null
  const perSecond = requestsOf(phase) / ((phase.toMs - phase.fromMs) / 1_000)
  return Number.isFinite(perSecond) && perSecond > 0 ? perSecond : null
}

function finding({ limits }: Play, { phase, lost, inProduction, share }: Bill): Finding {
  const where = phase.endpoints
    .map(({ endpoint, failed }) => ({ endpoint, lost: lostAt(phase, endpoint, failed) }))
    .filter((one) => one.lost > 0)
    .sort((one, other) => other.lost - one.lost)
    .map((one) => `${one.lost} ${one.endpoint}`)
  const ofBudget = Number.isFinite(share)
    ? `${percent(share)} of the 30-day error budget`
    : 'more than an objective of 100 % allows'
  return {
    check: errorBudgetSpent.id,
    severity: 'blocker',
    subject: phase.phase,
    summary: `${plural(lost, 'request')} failed or stalled during the ${phase.phase}, ${Math.round(inProduction)} at production's rate: ${ofBudget} (limit ${percent(limits.errorBudgetShare)})${where.length === 0 ? '' : `; ${few(where)}`}`,
    remedy: errorBudgetSpent.remedy,
    measured: {
      lostRequests: lost,
      inProduction: Math.round(inProduction),
      budgetShare: Number.isFinite(share) ? Number(share.toPrecision(4)) : 'all of it',
    },
    limit: { budgetShare: limits.errorBudgetShare },
    evidence: [phase.seq],
  }
}
