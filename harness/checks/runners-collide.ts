import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { blame } from './trials/blame.ts'
import { missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { tracedIn } from './trials/traced.ts'
import { few, plural } from './wording.ts'

const remedy =
  'Let the runner take a lock for its whole run and look at its ledger only then (pg_advisory_lock), or write the migration so that a second run changes nothing: WHERE on what it has not changed yet, ON CONFLICT DO NOTHING.'

export const runnersCollide: Check = {
  id: 'runners-collide',
  gating: true,
  act: 'probes',
  asks: 'Do two runners of the same migration, started at once, leave what a single one leaves?',
  why: 'Two replicas of a service that migrate when they start, or a deployment that is begun twice, run the same files side by side. One of them must wait or give way; where both go on, rows are changed twice or half of a migration is done.',
  remedy,
  judge: onMigrations((migrations) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0)
      return passed('no second runner was started: the migrations were traced alone, without probes')
    return rule({
      findings: probed.flatMap(findings),
      missing: probed.flatMap(missing),
      settledBy: 'a run in which two runners of each migration are started at once and compared with one',
      passed: because(probed),
    })
  }),
}

function comparedIn({ trials }: Examined) {
  return trials.flatMap(({ entries }) => entriesOf(entries, 'runners.compared'))
}

function missing(examined: Examined): readonly string[] {
  const clauses = missingTrials(examined, ['second-runner'])
  const ran = examined.trials.some(({ scenario, ended }) => scenario === 'second-runner' && ended !== undefined)
  if (clauses.length > 0 || !ran || comparedIn(examined).length > 0) return clauses
  return [`${examined.name}: what two runners left was not compared`]
}

/**
 * Where both runners fail, nothing is done and that alone makes a difference to a single run: the step must be run
 * again, which is safe as long as it is one transaction.
 */
function findings(examined: Examined): readonly Finding[] {
  return comparedIn(examined).flatMap(({ seq, ended, differences }): readonly Finding[] => {
    const failed = ended.filter(({ ok }) => !ok)
    const nobody = ended.length > 0 && failed.length === ended.length
    if (!nobody && differences.length === 0) return []
    const reasons = few(
      failed.map(({ reason }) => gist(reason ?? 'no reason was given')),
      2,
      '; ',
    )
    const { subject, evidence } = blame(examined, { texts: differences, wanted: CHANGES })
    const undone = differences.length === 0 || isOneTransaction(examined)
    const harmless = nobody && (undone || builtInEachOthersWay(examined, failed, differences))
    return [
      {
        check: runnersCollide.id,
        severity: harmless ? 'concern' : 'blocker',
        subject,
        summary: nobody
          ? `of two runners started at once both failed: ${reasons}${nobody && undone ? '; what they had begun was rolled back' : `; and they left ${few(differences, 3, '; ')}`}`
          : `two runners started at once left something else than one: ${few(differences, 3, '; ')}${failed.length === 0 ? '; both said that all went well' : `; one failed: ${reasons}`}`,
        remedy,
        measured: { differences: differences.length, runnersFailed: failed.length },
        limit: { differences: 0 },
        evidence: [seq, ...evidence],
      },
    ]
  })
}

/** What can be done twice, where the differences name no object of the statement’s own. */
const CHANGES = /\b(insert|update|delete|merge|create|do|call)\b/i

/**
 * Two CREATE INDEX CONCURRENTLY on one table wait for each other's snapshots, and the server ends one. Whether they ever
 * meet is up to whoever runs the files, of whom files by themselves say nothing; a step or a tool's command does.
 */
function builtInEachOthersWay(
  { fact }: Examined,
  failed: readonly { readonly reason: string | null }[],
  differences: readonly string[],
): boolean {
  if (fact.in !== 'locks' || fact.source !== 'sql') return false
  return failed.some(({ reason }) => reason?.includes('40P01')) && differences.every((one) => one.startsWith('index '))
}

function isOneTransaction({ alone }: Examined): boolean {
  return tracedIn(alone).filter(({ statements }) => statements.some(({ locks }) => locks.length > 0)).length <= 1
}

function because(probed: readonly Examined[]): string {
  const compared = probed.flatMap(comparedIn)
  const yielded = compared.filter(({ ended }) => ended.some(({ ok }) => !ok)).length
  if (compared.length === 0) return 'the migrations touch nothing that a second runner could change'
  const how =
    yielded === 0 ? '' : `; ${plural(yielded, 'time')} one of them failed cleanly, with the state of a single run`
  return `two runners started at once left what a single one leaves, for ${plural(compared.length, 'migration')}${how}`
}
