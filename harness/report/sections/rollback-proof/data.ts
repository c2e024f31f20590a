import type { Play } from '../../../checks/play.ts'
import { plural } from '../../../checks/wording.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import type { InvariantMoment } from '../../../model/facts-of-writes.ts'
import { h, type Markup, table, wide } from '../../html/markup.ts'
import { bullets, notRecorded, part } from '../../html/prose.ts'

type Asked = EntryOf<'invariant.asked'>

const MOMENTS: readonly (readonly [InvariantMoment, string])[] = [
  ['seeded', 'before the upgrade'],
  ['upgraded', 'after the upgrade'],
  ['rolled-back', 'after the way back'],
  ['ended', 'at the end'],
]

/** What must hold of the data whoever wrote it: the spec's invariants, sequences, the server itself. */
export function standingData(play: Play): readonly Markup[] {
  return [...invariants(play), ...sequences(play), ...server(play)]
}

function invariants({ entries, started }: Play): readonly Markup[] {
  const declared = started.invariants ?? []
  if (declared.length === 0) return []
  const asked = entriesOf(entries, 'invariant.asked')
  const rows = declared.map(({ name, on }) => [
    name,
    ...MOMENTS.map(([when]) =>
      answer(
        asked.findLast((one) => one.invariant === name && one.when === when),
        on,
      ),
    ),
  ])
  const titles = ['invariant', ...MOMENTS.map(([, words]) => words)]
  return part('Invariants', [wide('Invariants', table(titles, rows))])
}

function answer(asked: Asked | undefined, on: 'old' | 'new' | 'both'): string {
  if (asked === undefined)
    return on === 'both' ? 'not recorded' : `not asked, or not recorded: only for the ${on} schema`
  const { outcome } = asked
  switch (outcome.was) {
    case 'kept':
      return 'holds'
    case 'broken':
      return `broken: ${outcome.more ? 'more than ' : ''}${plural(outcome.rows, 'row')}`
    case 'not-asked':
      return `could not be asked: ${outcome.reason}`
    default:
      return outcome satisfies never
  }
}

function sequences({ entries }: Play): readonly Markup[] {
  const read = entriesOf(entries, 'sequences.read').findLast(({ when }) => when === 'restored')
  if (read === undefined) return part('Sequences', [notRecorded('sequences were not read at the end')])
  if (read.behind.length === 0)
    return part('Sequences', [h('p', 'At the end no sequence hands out a number that its column holds already.')])
  return part(
    'Sequences',
    bullets(
      read.behind.map(
        ({ sequence, column, next, maximum }) =>
          `${sequence} hands out ${next} next, while ${column} holds ${maximum} already.`,
      ),
    ),
  )
}

function server({ entries, wayBack }: Play): readonly Markup[] {
  if (!wayBack) return []
  const [before] = entriesOf(entries, 'server.read').filter(({ when }) => when === 'seeded')
  const after = entriesOf(entries, 'server.read').findLast(({ when }) => when === 'restored')
  if (before === undefined || after === undefined)
    return part('Server', [
      notRecorded('version and settings were not read both before the upgrade and after the way back'),
    ])
  const names = [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])]
  const moved = names.filter((name) => before.settings[name] !== after.settings[name])
  const version =
    before.version === after.version
      ? `The server is PostgreSQL ${after.version}, as before the upgrade`
      : `The server is PostgreSQL ${after.version}; before the upgrade it was ${before.version}`
  const settings =
    moved.length === 0 ? `${plural(names.length, 'setting')} compared, none differs.` : 'these settings differ:'
  const told = moved.map((name) => `${name}: ${before.settings[name] ?? 'unset'} → ${after.settings[name] ?? 'unset'}`)
  return part('Server', [h('p', `${version}; ${settings}`), ...bullets(told)])
}
