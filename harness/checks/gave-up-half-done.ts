import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { passed, rule } from './rule.ts'
import { placeOf } from './statement.ts'
import { complaintOf } from './trials/complaint.ts'
import { beside, missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { type GiveUp, giveUpsOf } from './trials/give-up.ts'
import { plural } from './wording.ts'

const remedy =
  'Put everything that belongs together into one transaction, and give what cannot be in one a file of its own that can be run again: DROP INDEX CONCURRENTLY IF EXISTS before CREATE INDEX CONCURRENTLY, IF NOT EXISTS elsewhere.'

export const gaveUpHalfDone: Check = {
  id: 'gave-up-half-done',
  gating: true,
  act: 'probes',
  asks: 'Where a migration gives up beside others, does it leave nothing half-done and succeed when it is run again?',
  why: 'A lock_timeout protects clients only if giving up costs nothing. A migration that has committed its first half cannot begin again: the deployment stops between two versions, often at night, with somebody repairing the schema by hand.',
  remedy,
  judge: onMigrations((migrations) => {
    const probed = migrations.filter(({ fact }) => fact.probed)
    if (probed.length === 0)
      return passed('nobody stood in the way of the migrations: they were traced alone, without probes')
    const findings = probed.flatMap((examined) => giveUpsOf(examined).map((giveUp) => finding(examined, giveUp)))
    return rule({
      findings: oncePerCause(findings),
      missing: probed.flatMap((examined) => missingTrials(examined, ['long-reader', 'idle-writer'])),
      settledBy: 'a run in which each migration is tried beside a long reader and an idle writer',
      passed: because(probed),
    })
  }),
}

function finding({ name }: Examined, { trial, how, severity, first, last, attempts }: GiveUp): Finding {
  const place = last.place ?? first.place
  return {
    check: gaveUpHalfDone.id,
    severity,
    subject: place === null ? name : placeOf(place),
    summary: {
      'half-done': `gave up ${beside(trial.scenario)} (${first.sqlstate}) and left something behind: run again it failed with ${complaintOf(last)}`,
      'invalid-index': `gave up ${beside(trial.scenario)} (${first.sqlstate}) and left an invalid index behind: run again it failed with ${complaintOf(last)}`,
      'skipped-index': `gave up ${beside(trial.scenario)} (${first.sqlstate}) and left an invalid index behind, which the next attempt took for done: IF NOT EXISTS asks for its name only`,
      never: `gave up ${beside(trial.scenario)} in each of ${plural(attempts, 'attempt')}: ${complaintOf(last)}; nothing was left half-done`,
      failed: `failed ${beside(trial.scenario)}, and not alone: ${complaintOf(last)}`,
    }[how],
    remedy: {
      'half-done': remedy,
      'invalid-index': REBUILD,
      'skipped-index': REBUILD,
      never: 'Give it more attempts, a lock_timeout that is a little longer, or an hour with shorter transactions.',
      failed: 'Find out what it met there that it does not meet alone; the run’s journal has the whole error.',
    }[how],
    measured: { attempts, sqlstate: last.sqlstate },
    evidence: trial.ended === undefined ? [] : [trial.ended.seq],
  }
}

const REBUILD =
  'Write DROP INDEX CONCURRENTLY IF EXISTS before it, so that the next attempt begins anew (IF NOT EXISTS would keep the invalid index), and let the build wait: it stops nobody, so it needs no lock_timeout.'

/** The same thing left behind beside two companions is one piece of news, with the worse severity. */
function oncePerCause(findings: readonly Finding[]): readonly Finding[] {
  const causes = Map.groupBy(findings, ({ subject, measured }) => `${subject} ${measured?.sqlstate}`)
  return [...causes.values()].map((same) => {
    const worst = same.find(({ severity }) => severity === 'blocker') ?? (same[0] as Finding)
    return { ...worst, evidence: same.flatMap(({ evidence }) => evidence) }
  })
}

function because(probed: readonly Examined[]): string {
  const retried = probed.flatMap(({ trials }) => trials).filter(({ ended }) => (ended?.attempts.length ?? 0) > 1)
  return retried.length === 0
    ? 'no migration gave up beside others'
    : `each that gave up beside others (${plural(retried.length, 'time')}) succeeded when it was run again`
}
