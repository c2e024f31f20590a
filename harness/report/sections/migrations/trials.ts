import { complaintOf } from '../../../checks/trials/complaint.ts'
import { beside } from '../../../checks/trials/due.ts'
import type { Examined, Trial } from '../../../checks/trials/examined.ts'
import { predictionsInWords, untestedOf, watchedOf } from '../../../checks/trials/statements-in-words.ts'
import { few, plural } from '../../../checks/wording.ts'
import { formatDuration } from '../../../model/duration.ts'
import { entriesOf } from '../../../model/evidence.ts'
import { fold, type Markup, number, table, wide } from '../../html/markup.ts'
import { bullets } from '../../html/prose.ts'

const TITLES = ['migration', 'tried', 'how it ended', 'attempts', 'took', 'what others met'] as const

/** Every trial on a clone, and beside whom. Nothing where none was made. */
export function trialsMade(migrations: readonly Examined[]): readonly Markup[] {
  const rows = migrations.flatMap((migration) => [
    ...migration.trials.map((trial) => row(migration, trial)),
    ...migration.broken.map(({ scenario, reason }) => [
      migration.name,
      beside(scenario),
      `not recorded: ${reason}`,
      '-',
      '-',
      '',
    ]),
  ])
  if (rows.length === 0) return []
  const notes = migrations
    .filter(isOfManyFiles)
    .flatMap((migration) =>
      [...predictionsInWords(migration), ...untestedOf(migration).map((clause) => `unknown: ${clause}`)].map(
        (words) => `${migration.name}: ${words}`,
      ),
    )
  return [
    fold(
      `All ${plural(rows.length, 'trial')}, and beside whom`,
      wide('Trials on clones', table(TITLES, rows)),
      ...bullets(notes),
    ),
  ]
}

/** What is said of a whole step has no file to stand with. */
function isOfManyFiles(migration: Examined): boolean {
  return new Set(watchedOf(migration).statements.map(({ place }) => place?.file)).size > 1
}

function row({ name }: Examined, { started, scenario, ended, entries }: Trial): readonly (string | Markup)[] {
  const filled = started.rows === null ? '' : `, ${started.rows.toLocaleString('en-US')} rows each`
  const attempts = ended?.attempts ?? []
  const error = attempts.findLast((attempt) => attempt.error !== null)?.error ?? null
  const tookMs = (attempts.at(-1)?.endedAt ?? 0) - (attempts[0]?.startedAt ?? 0)
  const outcome = ended === undefined ? 'not recorded: its end was not seen' : ENDED[ended.outcome]
  const met = [
    ...entriesOf(entries, 'stall.felt').map(({ what, longestMs }) => `${what} waited ${formatDuration(longestMs)}`),
    ...entriesOf(entries, 'harm.felt').map(
      ({ what, sqlstate, times }) => `${what} failed ${plural(times, 'time')} with ${sqlstate}`,
    ),
  ]
  return [
    name,
    `${beside(scenario)}${filled}`,
    error === null ? outcome : `${outcome}, ${complaintOf(error)}`,
    number(String(attempts.length)),
    number(attempts.length === 0 ? '-' : formatDuration(tookMs)),
    few(met, 3, '; '),
  ]
}

const ENDED = { completed: 'completed', failed: 'failed', 'gave-up': 'gave up' } as const
