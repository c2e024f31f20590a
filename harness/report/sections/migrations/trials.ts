import { complaintOf } from '../../../checks/trials/complaint.ts'
import { beside } from '../../../checks/trials/due.ts'
import type { Examined, Trial } from '../../../checks/trials/examined.ts'
import { predictionsInWords, untestedOf, watchedOf } from '../../../checks/trials/statements-in-words.ts'
import { few, plural } from '../../../checks/wording.ts'
import { formatDuration } from '../../../model/duration.ts'
import { entriesOf } from '../../../model/evidence.ts'
import { fold, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { brief, bullets } from '../../html/prose.ts'

const TITLES = ['migration', 'tried', 'how it ended', 'attempts', 'took', 'what others met'] as const

/** Trials on clones, and beside whom: those of which there is something to be told one by one. Nothing where none was made. */
export function trialsMade(migrations: readonly Examined[]): readonly Markup[] {
  const trials = migrations.flatMap((migration) => migration.trials.map((trial) => ({ migration, trial })))
  const told = trials.filter(({ trial }) => !isUneventful(trial))
  const rows = [
    ...told.map(({ migration, trial }) => row(migration, trial)),
    ...migrations.flatMap(({ name, broken }) =>
      broken.map(({ scenario, reason }) => [name, beside(scenario), `not recorded: ${reason}`, '-', '-', '']),
    ),
  ]
  if (trials.length + rows.length === 0) return []
  const quiet = trials.length - told.length
  const others = `${plural(quiet, 'trial')} completed at the first attempt, and nobody beside it met anything.`
  const notes = migrations
    .filter(isOfManyFiles)
    .flatMap((migration) =>
      [...predictionsInWords(migration), ...untestedOf(migration).map((clause) => `unknown: ${clause}`)].map(
        (words) => `${migration.name}: ${words}`,
      ),
    )
  return [
    fold(
      `${plural(trials.length, 'trial')} on clones, and beside whom`,
      ...(quiet === 0 ? [] : [h('p', others)]),
      ...(rows.length === 0 ? [] : [wide('Trials on clones', table(TITLES, rows))]),
      ...bullets(notes),
    ),
  ]
}

function isUneventful({ ended, entries }: Trial): boolean {
  const met = entries.some(({ kind }) => kind === 'stall.felt' || kind === 'harm.felt')
  return ended?.outcome === 'completed' && ended.attempts.length === 1 && !met
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
    error === null ? outcome : brief(`${outcome}, ${complaintOf(error)}`),
    number(String(attempts.length)),
    number(attempts.length === 0 ? '-' : formatDuration(tookMs)),
    brief(few(met, 3, '; ')),
  ]
}

const ENDED = { completed: 'completed', failed: 'failed', 'gave-up': 'gave up' } as const
