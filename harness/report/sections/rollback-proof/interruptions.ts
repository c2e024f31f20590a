import type { Play } from '../../../checks/play.ts'
import { inWords } from '../../../checks/resumption/cause.ts'
import { howInWords, type Interrupted, isSettled } from '../../../checks/resumption/interrupted.ts'
import { placeOf, shorten } from '../../../checks/statement.ts'
import { plural } from '../../../checks/wording.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import { fold, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { brief, notRecorded, part } from '../../html/prose.ts'

type Covered = EntryOf<'interruptions.covered'>

const COVERED = ['migration', 'way', 'statements', 'moments', 'stopped', 'ended well when run again'] as const
const UNSETTLED = ['stopped at', 'how', 'what came of the second run'] as const

/** Migrations that were stopped on clones and run again. Nothing where none was to be. */
export function interruptionsTried({ entries }: Play): readonly Markup[] {
  const [began] = entriesOf(entries, 'interruptions.began')
  if (began === undefined) return []
  const covered = entriesOf(entries, 'interruptions.covered')
  const interrupted = entriesOf(entries, 'migration.interrupted')
  const open = interrupted.filter((one) => !isSettled(one))
  const missed = began.migrations.slice(covered.length)
  return part('Stopped half-way and run again', [
    ...(missed.length === 0 ? [] : [notRecorded(`never interrupted: ${missed.join(', ')}`)]),
    ...(covered.length === 0 ? [] : [coveredTold(covered, interrupted)]),
    ...(open.length === 0
      ? []
      : [
          h('p', 'Not as an uninterrupted run:'),
          wide('Second runs that went wrong', table(UNSETTLED, open.map(told))),
        ]),
  ])
}

/** As many migrations as there are: a line counts them, and whoever asks sees each. */
function coveredTold(covered: readonly Covered[], interrupted: readonly Interrupted[]): Markup {
  const well = interrupted.filter(isSettled).length
  const rows = covered.map((one) => row(one, interrupted))
  return fold(
    `${plural(covered.length, 'migration')} stopped ${plural(interrupted.length, 'time')} and run again: ${well} ended as an uninterrupted run does`,
    wide('Interrupted migrations', table(COVERED, rows)),
  )
}

function row(covered: Covered, all: readonly Interrupted[]): readonly (string | Markup)[] {
  const { name, direction, statements, moments, tried, notApplicable } = covered
  const own = all.filter((one) => one.name === name && one.direction === direction)
  const well = own.filter(isSettled).length
  return [
    name,
    direction === 'down' ? 'back' : 'up',
    ...[statements, moments, tried].map((count) => number(String(count))),
    notApplicable === null ? number(`${well} of ${own.length}`) : `not applicable: ${notApplicable}`,
  ]
}

function told(one: Interrupted): readonly string[] {
  const where = one.place === null ? shorten(one.statement) : placeOf(one.place)
  const moment = one.moment === 'after' ? 'after' : 'in the middle of'
  return [`${moment} statement ${one.index} of ${one.of}, ${where}`, howInWords(one), brief(inWords(one))]
}
