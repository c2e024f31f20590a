import { basename } from 'node:path'
import type { Finding } from '../model/finding.ts'
import type { Slo, SloCriteria } from '../model/slo.ts'
import type { Check } from './check.ts'
import { onPlay, type Play, requestsOf } from './play.ts'
import { passed, rule } from './rule.ts'
import { type Scored, score } from './slo-score.ts'
import { plural } from './wording.ts'

export const sloMissed: Check = {
  id: 'slo-missed',
  gating: true,
  act: 'soak',
  asks: 'Does the new version reach the score of the slo.yaml that the spec names?',
  why: 'Who already gates deployments by an slo.yaml wants the same answer before the upgrade. Each endpoint has to meet an objective; a criterion relative to before is missed only where the comparison of baseline and soak proves it, for in a short run chance alone moves a tail by ten percent.',
  remedy:
    'Find what the endpoint named waits for in the new version; a criterion that production misses as well is no gate.',
  judge: onPlay((play) => {
    const { slo } = play.limits
    if (slo === undefined) return passed('the spec names no slo.yaml')
    if (play.upgradeFailed) return passed('not applicable: the upgrade failed, so that there is no soak')
    const soak = play.phases.get('soak')
    const missing = soak === undefined || requestsOf(soak) === 0 ? ['no requests were recorded in soak'] : []
    const scored = slo.objectives.map((objective) => score(play, objective))
    const blind = scored.filter(({ value }) => value === null).map(({ objective }) => objective.sli)
    const unseen = blind.length === 0 ? '' : `; too few requests for ${blind.join(', ')}`
    return rule({
      findings: missing.length > 0 ? [] : findingsOf(play, slo, scored),
      missing,
      settledBy: 'a rehearsal whose soak sees traffic',
      passed: `${points(scored)} of 100 points (${slo.totalPass} needed), ${plural(scored.length, 'objective')}${unseen}`,
    })
  }),
}

/** Half of the weight for a warning; in percent of all weights, with one decimal. */
function points(scored: readonly Scored[]): number {
  const all = scored.reduce((sum, { objective }) => sum + objective.weight, 0)
  const worth = { pass: 1, warning: 0.5, fail: 0 }
  const reached = scored.reduce((sum, { objective, result }) => sum + objective.weight * worth[result], 0)
  return all === 0 ? 100 : Math.round((1_000 * reached) / all) / 10
}

function findingsOf(play: Play, slo: Slo, scored: readonly Scored[]): readonly Finding[] {
  const total = points(scored)
  const key = scored.find(({ objective, result }) => objective.key && result === 'fail')
  if (key === undefined && total >= slo.totalPass) return []
  const warns = key === undefined && total >= slo.totalWarning
  const short = scored.filter(({ result }) => result !== 'pass')
  const because = key === undefined ? '' : `, and the key objective ${key.objective.sli} is missed`
  return [
    {
      check: sloMissed.id,
      severity: warns ? 'concern' : 'blocker',
      subject: basename(slo.file),
      summary: `${total} of 100 points (${slo.totalPass} to pass, ${slo.totalWarning} with a warning)${because}: ${short.map(inWords).join('; ')}`,
      remedy: sloMissed.remedy,
      measured: { points: total },
      limit: { points: slo.totalPass },
      evidence: [play.phases.get('soak')?.seq ?? 1],
    },
  ]
}

function inWords({ objective, result, value, endpoint }: Scored): string {
  const unit = objective.indicator === 'errors' ? '%' : objective.indicator === 'throughput' ? '/s' : 'ms'
  const where = endpoint === null ? '' : ` at ${endpoint}`
  const measured = value === null ? 'not measured' : `${Number(value.toPrecision(3))} ${unit}`
  return `${objective.sli} ${measured}${where} ${result === 'warning' ? 'is a warning' : 'fails'} (${asked(objective.pass)})`
}

function asked(criteria: SloCriteria): string {
  return criteria.map((list) => list.map(({ text }) => text).join(' and ')).join(', or ')
}
