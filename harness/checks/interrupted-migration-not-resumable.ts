import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { causeOf, type Interrupted, inWords, isMereWaiting, remedyFor } from './resumption/cause.ts'
import { howInWords, isSettled } from './resumption/interrupted.ts'
import { passed, rule } from './rule.ts'
import { placeOf, shorten } from './statement.ts'
import { gist } from './steps-complete.ts'
import { unprobed } from './unprobed.ts'
import { few, plural } from './wording.ts'

export const PROBE = 'migrations-interrupted'

export const interruptedMigrationNotResumable: Check = {
  id: 'interrupted-migration-not-resumable',
  gating: true,
  act: 'probes',
  asks: 'Can each migration, up and down, be run again after its tool was killed or its backend was ended?',
  why: 'A deployment that times out, a node that is drained, an administrator who ends a long statement: each stops a migration between two statements or within one. What it had committed by then stays, and what the server completes without its client is committed as well. Where a second run then fails, or takes the half for the whole, somebody repairs the schema by hand while the service is down.',
  remedy:
    'Put what belongs together into one transaction. Give what cannot be in one, such as CREATE INDEX CONCURRENTLY, a file of its own that can be run again: DROP INDEX CONCURRENTLY IF EXISTS before it, IF NOT EXISTS or ON CONFLICT DO NOTHING elsewhere.',
  judge(entries) {
    const failures = entriesOf(entries, 'probe.failed').filter(({ probe }) => probe === PROBE)
    const [began] = entriesOf(entries, 'interruptions.began')
    const unseen = began === undefined && failures.length === 0 ? unprobed(entries) : null
    if (began === undefined && failures.length === 0 && unseen === null)
      return passed('no migration was interrupted on clones')
    return rule({
      findings: findingsOf(entriesOf(entries, 'migration.interrupted')),
      missing: [
        ...failures.map(({ reason }) => `migrations could not be interrupted on clones: ${gist(reason)}`),
        ...(unseen === null ? [] : [`no migration was interrupted: ${unseen}`]),
        ...(failures.length === 0 ? untried(entries, began?.migrations ?? []) : []),
      ],
      settledBy: 'a rehearsal in which each migration is interrupted on clones and run again',
      passed: because(entries),
    })
  },
}

/** Those that were never interrupted although there was a moment for it, and those that never had their turn. */
function untried(entries: readonly Entry[], migrations: readonly string[]): readonly string[] {
  const covered = entriesOf(entries, 'interruptions.covered')
  const momentless = covered.filter(
    ({ moments, tried, notApplicable }) => moments > 0 && tried === 0 && notApplicable === null,
  )
  const missed = migrations.slice(covered.length)
  return [
    ...momentless.map(({ name }) => `${name}: none of its moments came when it was run once more`),
    ...(missed.length === 0 ? [] : [`never interrupted: ${few(missed)}`]),
  ]
}

/** One finding per cause: the same statement that cannot be repeated is met wherever the migration is stopped after it. */
function findingsOf(interrupted: readonly Interrupted[]): readonly Finding[] {
  const groups = Map.groupBy(
    interrupted.filter((one) => !isSettled(one)),
    causeOf,
  )
  return [...groups.values()].map((same) => {
    const first = same.toSorted((one, other) => one.index - other.index)[0] as Interrupted
    return {
      check: interruptedMigrationNotResumable.id,
      severity: isMereWaiting(first) ? 'concern' : 'blocker',
      subject: first.place === null ? shorten(first.statement) : placeOf(first.place),
      summary: `${stoppedAt(first, same)}, ${inWords(first)}`,
      remedy: remedyFor(first) ?? interruptedMigrationNotResumable.remedy,
      measured: { statement: first.index, statements: first.of, interruptions: same.length },
      evidence: same.map(({ seq }) => seq),
    }
  })
}

function stoppedAt({ moment, index, of, name, direction }: Interrupted, same: readonly Interrupted[]): string {
  const ways = [...new Set(same.map(howInWords))].join(' or ')
  const which = `statement ${index} of ${of} of ${name}${direction === 'down' ? ' (the way back)' : ''}`
  return `stopped ${moment === 'after' ? 'after' : 'in the middle of'} ${which} (${ways})`
}

function because(entries: readonly Entry[]): string {
  const covered = entriesOf(entries, 'interruptions.covered')
  const tried = covered.reduce((sum, one) => sum + one.tried, 0)
  const moments = covered.reduce((sum, one) => sum + one.moments, 0)
  const left = covered.filter(({ notApplicable }) => notApplicable !== null)
  const not = left.map(({ name, notApplicable }) => `; not ${name}: ${notApplicable}`).join('')
  const interrupted = entriesOf(entries, 'migration.interrupted')
  const files = interrupted.some(({ source }) => source === 'sql')
  const unit = files ? '; files that were done by then were not run again' : ''
  const refused = interrupted.filter((one) => one.again === 'refused').map(refusal)
  const refusals = [...new Set(refused)].map((one) => `; ${one}`).join('')
  return `${plural(covered.length - left.length, 'migration')} stopped at ${tried} of ${plural(moments, 'moment')} ended, run again, as an uninterrupted run does${unit}${refusals}${not}`
}

function refusal({ name, error }: Interrupted): string {
  return `${name} was done, and refuses to run again: ${gist(error?.message ?? '')}`
}
