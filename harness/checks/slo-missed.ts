import { basename } from 'node:path'
import type { Finding } from '../model/finding.ts'
import type { Slo, SloCriteria } from '../model/slo.ts'
import type { Check } from './check.ts'
import { onPlay, type Play, requestsOf } from './play.ts'
import { passed, rule } from './rule.ts'
import { type Scored, score } from './slo-score.ts'
import { few, plural } from './wording.ts'

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
    const silent = soak === undefined || requestsOf(soak) === 0
    const scored = slo.objectives.map((objective) => score(play, objective))
    const open = scored.filter(({ result }) => result === 'unknown')
    return rule({
      findings: silent ? [] : findingsOf(play, slo, scored),
      missing: silent ? ['no requests were recorded in soak'] : missingOf(slo, scored),
      settledBy: silent
        ? 'a rehearsal whose soak sees traffic'
        : 'a rehearsal at higher rates or with a longer actTime',
      passed: [
        `${points(scored, 0)} of 100 points (${slo.totalPass} needed), ${plural(scored.length, 'objective')}`,
        ...open.map(untold),
        ...scored.flatMap(unmeasured),
      ].join('; '),
    })
  }),
}

/** Half of the weight for a warning, and for what nobody knows what is said; in percent of all weights, with one decimal. */
function points(scored: readonly Scored[], unknown: 0 | 1): number {
  const all = scored.reduce((sum, { objective }) => sum + objective.weight, 0)
  const worth = { pass: 1, warning: 0.5, fail: 0, unknown }
  const reached = scored.reduce((sum, { objective, result }) => sum + objective.weight * worth[result], 0)
  return all === 0 ? 100 : Math.round((1_000 * reached) / all) / 10
}

/** What could not be told, where the answer hangs on it: a key objective, or points that would make up the total. */
function missingOf(slo: Slo, scored: readonly Scored[]): readonly string[] {
  const open = scored.filter(({ result }) => result === 'unknown')
  const keys = open.filter(({ objective }) => objective.key)
  const [least, most] = [points(scored, 0), points(scored, 1)]
  const [warned, passes] = [slo.totalWarning, slo.totalPass]
  if (least < passes && most >= warned && !(least >= warned && most < passes))
    return [`only ${least} of 100 points are certain (${passes} needed)`, ...open.map(untold)]
  return keys.map((one) => `${untold(one)}, a key objective`)
}

function untold({ objective, value, endpoint }: Scored): string {
  if (value === null) return `too few requests for ${objective.sli}`
  return `too few blocks to tell whether ${objective.sli} at ${endpoint ?? 'all endpoints'} is ${asked(objective.pass)}`
}

/** What an objective says nothing of. Rare endpoints have no tail in any run, so that it leaves the score as it is. */
function unmeasured({ objective, unmeasured }: Scored): readonly string[] {
  return unmeasured.length === 0 ? [] : [`too few requests for ${objective.sli} at ${few(unmeasured)}`]
}

function findingsOf(play: Play, slo: Slo, scored: readonly Scored[]): readonly Finding[] {
  // The benefit of the doubt: what was not measured must not block either.
  const total = points(scored, 1)
  const key = scored.find(({ objective, result }) => objective.key && result === 'fail')
  if (key === undefined && total >= slo.totalPass) return []
  const warns = key === undefined && total >= slo.totalWarning
  const short = scored.filter(({ result }) => result === 'fail' || result === 'warning')
  const because = key === undefined ? '' : `, and the key objective ${key.objective.sli} is missed`
  return [
    {
      check: sloMissed.id,
      severity: warns ? 'concern' : 'blocker',
      subject: basename(slo.file),
      summary: `${total} of 100 points (${slo.totalPass} to pass, ${slo.totalWarning} with a warning)${because}: ${[...short.map(inWords), ...scored.flatMap(unmeasured)].join('; ')}`,
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
