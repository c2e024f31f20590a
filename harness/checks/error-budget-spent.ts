import type { Finding } from '../model/finding.ts'
import { type Bill, billOf, lostAt, scopesOf } from './budget.ts'
import type { Check } from './check.ts'
import { onPlay, type Play, transitions } from './play.ts'
import { rule } from './rule.ts'
import { few, percent, plural } from './wording.ts'

export const errorBudgetSpent: Check = {
  id: 'error-budget-spent',
  gating: true,
  act: 'upgrade',
  asks: "Would the upgrade or the rollback spend more of the month's error budget than allowed?",
  why: 'An objective of 99.9 % leaves 43 minutes of trouble a month. A blip that nobody minds once may leave no room for the next incident, so failed and stalled requests are scaled to production and set against the budget of 30 days.',
  remedy: 'Replace services one at a time with a drain, keep locks short, or do it at an hour with less traffic.',
  judge: onPlay((play) => {
    const scopes = scopesOf(play)
    const bills = transitions(play).flatMap((act) => scopes.flatMap((scope) => billOf(play, act, scope) ?? []))
    const missing = transitions(play).filter((act) => !bills.some(({ phase }) => phase.phase === act))
    return rule({
      findings: bills.filter((bill) => overspent(bill, play)).map((bill) => finding(play, bill)),
      missing: missing.map((act) => `no requests were recorded during the ${act}`),
      settledBy: 'a rehearsal that performs it under traffic',
      passed: bills
        .filter(({ endpoint }) => endpoint === null)
        .map(
          ({ phase, lost, share }) =>
            `${phase.phase}: ${plural(lost, 'request')} failed or stalled, ${percent(share)} of the 30-day error budget`,
        )
        .join('; ')
        .concat(` (limit ${percent(play.limits.errorBudgetShare)})`),
    })
  }),
}

/** Above the limit by more than what dividing floating-point numbers adds. */
function overspent({ share }: Bill, { limits }: Play): boolean {
  return share > limits.errorBudgetShare * (1 + 1e-9)
}

function finding({ limits }: Play, { phase, endpoint: whose, lost, inProduction, share }: Bill): Finding {
  const where = (whose === null ? phase.endpoints : [])
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
    subject: whose ?? phase.phase,
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
