import type { EntryOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { rule } from './rule.ts'
import { placeOf } from './statement.ts'
import { blame } from './trials/blame.ts'
import { complaintOf } from './trials/complaint.ts'
import { missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { subjectOf, tracedIn } from './trials/traced.ts'
import { plural } from './wording.ts'

/** What to do, by the SQLSTATE or the class of it. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REMEDIES: readonly (readonly [prefix: string, remedy: string])[] = [
  ['23505', 'Find the duplicates and settle them in a migration before this one.'],
  ['23502', 'Fill the rows that are null in a migration before this one.'],
  ['23514', 'Find the rows that violate the check and mend them in a migration before this one.'],
  ['23503', 'Find the rows that refer to nothing and mend them in a migration before this one.'],
  ['23', 'Find the rows that violate the constraint and mend them in a migration before this one.'],
  ['22', 'Find the values that do not fit, and convert them with USING or in a migration before this one.'],
  ['55P04', 'Use the new enum value in a later migration: it must be committed before it can be used.'],
  ['25001', 'Run the statement outside a transaction: in a file of its own, or with the tool’s switch for that.'],
  ['42', 'Apply what the statement expects before it, or mend the statement; --base gives the state it starts from.'],
  ['55P03', 'Look for a second session of the migration itself: nobody else was there.'],
]

export const migrationFails: Check = {
  id: 'migration-fails',
  gating: true,
  act: 'probes',
  asks: 'Does each migration run to its end on the rows that are there, with nobody beside it?',
  why: 'Duplicates, nulls and values out of range are in the data, not in the schema, so that a migration passes on an empty database and stops on a full one, with half a deployment done.',
  remedy: 'Mend the rows in a migration before this one, or the statement that is named.',
  judge: onMigrations((migrations) =>
    rule({
      findings: migrations.flatMap(findings),
      missing: migrations.flatMap((examined) => missingTrials(examined, [])),
      settledBy: 'a run that tries each migration alone to its end',
      passed: `${plural(migrations.length, 'migration')} ran to the end alone`,
    }),
  ),
}

function findings(examined: Examined): readonly Finding[] {
  const { alone } = examined
  const ended = alone?.ended
  if (ended === undefined) return []
  if (ended.outcome === 'completed') return undone(examined)
  const error = ended.attempts.at(-1)?.error ?? null
  const traced = tracedIn(alone).flatMap(({ statements }) => statements.filter((one) => one.error !== null))
  const place = error?.place ?? traced.at(-1)?.place ?? null
  return [
    {
      check: migrationFails.id,
      severity: 'blocker',
      subject: place === null ? blame(examined, { texts: [error?.message ?? ''] }).subject : placeOf(place),
      summary: `${ended.outcome === 'gave-up' ? 'gave up' : 'failed'} with nobody beside it: ${wordsOf(error)}`,
      remedy: REMEDIES.find(([prefix]) => (error?.sqlstate ?? '').startsWith(prefix))?.[1] ?? migrationFails.remedy,
      ...(error === null || error.sqlstate === '' ? {} : { measured: { sqlstate: error.sqlstate } }),
      evidence: [ended.seq, ...traced.slice(-1).map(({ seq }) => seq)],
    },
  ]
}

const ENDS = /^\s*(commit|end|rollback|abort|prepare)\b/i

/** What was begun and not committed is rolled back when the session ends, and the next one finds nothing of it. */
function undone({ alone, name }: Examined): readonly Finding[] {
  return tracedIn(alone).flatMap(({ statements, ended }) => {
    const [first] = statements
    const open = ended?.outcome === 'rolled-back' && /^\s*(begin|start)\b/i.test(first?.statement ?? '')
    const failed = statements.some(({ statement, error }) => error !== null || ENDS.test(statement))
    if (first === undefined || ended === undefined || !open || failed) return []
    return [
      {
        check: migrationFails.id,
        severity: 'concern',
        subject: subjectOf(first),
        summary: `begins a transaction that ${name} does not commit: all that it did was rolled back when the session ended`,
        remedy: 'End it with COMMIT, or leave out BEGIN where the tool opens the transaction itself.',
        evidence: [first.seq, ended.seq],
      },
    ]
  })
}

function wordsOf(error: EntryOf<'trial.ended'>['attempts'][number]['error']): string {
  return error === null ? 'no reason was given' : complaintOf(error)
}
