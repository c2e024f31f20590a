import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import type { Check } from './check.ts'
import { rule } from './rule.ts'
import { shorten } from './statement.ts'
import { blame } from './trials/blame.ts'
import { MANY_ROWS } from './trials/counted.ts'
import { type Examined, onMigrations, type Trial } from './trials/examined.ts'
import { few, plural } from './wording.ts'

type Compared = EntryOf<'plan.compared'>

/** Beside it, neither estimates of other statistics nor another page or two come to so much. */
const COSTLIER = 5
const SLOWER = 2

/** So much slower that it is no matter of the plan: a trigger, a function, a view that became heavy. */
const MUCH_SLOWER = 10
const MUCH_SLOWER_MS = 10

/** Statements that can turn a plan. */
const CHANGES = /\b(alter|drop|create|reindex|detach|attach)\b/i

const remedy =
  'Keep the index until no statement uses it, or build the one that replaces it first (CONCURRENTLY); after a change of type write the expression so that it fits the index, and ANALYZE the table.'

export const planTurnedBad: Check = {
  id: 'plan-turned-bad',
  gating: true,
  act: 'probes',
  asks: 'Are the application’s own statements planned as well after the migration as before it?',
  why: 'A dropped index or a changed type breaks no statement: each still gives its answer, only by reading the whole table. With production’s rows and rate that is an outage that begins when the migration ends.',
  remedy,
  judge: onMigrations((migrations) => {
    const compared = migrations.flatMap(plansOf)
    return rule({
      findings: migrations.flatMap(findings),
      missing: migrations.flatMap(missing),
      settledBy: 'a run in which the plans are compared on filled tables',
      passed:
        compared.length === 0
          ? 'no statements of the application were given'
          : `${plural(compared.length, 'plan')} of the application’s statements are no worse afterwards`,
    })
  }),
}

function plansOf({ trials }: Examined): readonly { readonly trial: Trial; readonly plan: Compared }[] {
  return trials.flatMap((trial) => entriesOf(trial.entries, 'plan.compared').map((plan) => ({ trial, plan })))
}

/** Plans are compared where traffic is given; one that was compared for some other migration shows that it was. */
function missing(examined: Examined): readonly string[] {
  const begun = examined.trials.filter(({ scenario, ended }) => scenario === 'filled' && ended === undefined)
  return begun.length > 0 && plansOf(examined).length === 0
    ? [`${examined.name}: the trial on filled tables did not end`]
    : []
}

function findings(examined: Examined): readonly Finding[] {
  return plansOf(examined).flatMap(({ trial, plan }) => {
    const severity = severityOf(trial, plan)
    if (severity === null) return []
    const { indexesLost } = plan
    const texts = indexesLost.length > 0 ? indexesLost : [plan.statement, ...plan.nodesBefore]
    const { subject, evidence } = blame(examined, { texts, wanted: CHANGES })
    const { costBefore, costAfter, durationMsBefore, durationMsAfter } = plan
    const lost = indexesLost.length === 0 ? '' : `; it used ${few(indexesLost)}, gone since ${examined.name}`
    const finding: Finding = {
      check: planTurnedBad.id,
      severity,
      subject,
      summary: `${shorten(plan.statement)}: ${few(plan.nodesBefore, 2)} before ${examined.name}, ${few(plan.nodesAfter, 2)} after it: cost ${round(costBefore)} → ${round(costAfter)}, ${round(durationMsBefore)} ms → ${round(durationMsAfter)} ms${rowsOf(trial)}${lost}`,
      remedy,
      measured: { cost: round(costAfter), durationMs: round(durationMsAfter) },
      limit: { cost: round(costBefore * COSTLIER), durationMs: round(durationMsBefore * SLOWER) },
      evidence: [plan.seq, ...evidence],
    }
    return [finding]
  })
}

/**
 * Both the planner and the clock must say so, unless the clock cries it; the planner alone is a concern, for few rows
 * are read quickly anyhow.
 */
function severityOf({ started }: Trial, plan: Compared): Severity | null {
  if (started.rows !== null && started.rows < MANY_ROWS) return null
  const costlier = plan.costAfter >= COSTLIER * plan.costBefore
  const slower = plan.durationMsAfter >= SLOWER * plan.durationMsBefore
  const gaveUpIndex = plan.indexesLost.length > 0 || scans(plan.nodesAfter) > scans(plan.nodesBefore)
  const lostAndWorse = plan.indexesLost.length > 0 && plan.costAfter >= SLOWER * plan.costBefore
  const heavy =
    plan.durationMsAfter >= MUCH_SLOWER * plan.durationMsBefore &&
    plan.durationMsAfter >= plan.durationMsBefore + MUCH_SLOWER_MS
  if (heavy) return 'blocker'
  if (slower && gaveUpIndex && (costlier || lostAndWorse)) return 'blocker'
  return costlier && (slower || gaveUpIndex) ? 'concern' : null
}

function scans(nodes: readonly string[]): number {
  return nodes.filter((node) => /^(Parallel )?Seq Scan/.test(node)).length
}

function rowsOf({ started }: Trial): string {
  return started.rows === null ? '' : `, on tables filled up to ${started.rows} rows`
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
