import { noWayDown, type Play } from '../../../checks/play.ts'
import { rowsInWords } from '../../../checks/rows-in-words.ts'
import { few, plural } from '../../../checks/wording.ts'
import { formatDuration } from '../../../model/duration.ts'
import { type EntryOf, entriesOf, type TableDifference } from '../../../model/evidence.ts'
import { type Markup, number, table, wide } from '../../html/markup.ts'
import { brief, notRecorded, paragraphs, part } from '../../html/prose.ts'

/** Rows that were proved equal, and those that are not: after up and down, or after the restore of a snapshot. */
export function rowsProved(play: Play): readonly Markup[] {
  if (play.way === 'restore') return part('Rows', snapshotProved(play))
  if (noWayDown(play) !== null) return []
  const compared = entriesOf(play.entries, 'rows.compared').at(-1)
  if (compared === undefined) return part('Rows', [notRecorded('rows were not compared on the quiet clone')])
  const { rows, tables, durationMs, differences, scripts } = compared
  const on = `${rows.toLocaleString('en-US')} rows in ${plural(tables, 'table')} were digested on the quiet clone before up and after down, in ${formatDuration(durationMs)}`
  const equal = differences.length === 0 ? ': all are equal.' : `: ${plural(differences.length, 'table')} differ.`
  return part('Rows', [...paragraphs([`${on}${equal}`, ...scriptsInWords(scripts)]), ...differing(differences)])
}

function scriptsInWords(scripts: EntryOf<'rows.compared'>['scripts']): readonly string[] {
  if (scripts === undefined) return []
  const { performed, unproved, because, failed } = scripts
  return [
    ...(performed.length === 0 ? [] : [`Performed there as well: ${performed.join(', ')}.`]),
    ...(unproved.length === 0
      ? []
      : [
          `Not proved is what ${few(unproved)} ${unproved.length === 1 ? 'does' : 'do'} to rows: ${failed === undefined ? few(because) : `${failed} failed on the clone`}.`,
        ]),
  ]
}

function differing(differences: readonly TableDifference[]): readonly Markup[] {
  if (differences.length === 0) return []
  const rows = differences.map((one) => [
    one.table,
    number(counted(one.rowsBefore)),
    number(counted(one.rowsAfter)),
    brief(rowsInWords(one)),
  ])
  return [wide('Tables whose rows differ', table(['table', 'rows before', 'rows after', 'what differs'], rows))]
}

function counted(rows: number | null): string {
  return rows === null ? 'no table' : rows.toLocaleString('en-US')
}

function snapshotProved({ entries }: Play): readonly Markup[] {
  const taken = entriesOf(entries, 'snapshot.taken').at(-1)
  const proved = entriesOf(entries, 'snapshot.proved').at(-1)
  const tried = entriesOf(entries, 'restore.tried').at(-1)
  return [
    ...(taken === undefined ? [notRecorded('no snapshot was taken')] : paragraphs([takenInWords(taken)])),
    ...paragraphs(entriesOf(entries, 'snapshot.restored').map(restoredInWords)),
    ...(proved === undefined
      ? [notRecorded('whether the snapshot came back on the live copy')]
      : paragraphs(provedInWords(proved))),
    ...(tried === undefined ? [] : [...paragraphs([triedInWords(tried)]), ...differing(tried.differences)]),
  ]
}

function takenInWords({ by, startedAt, endedAt }: EntryOf<'snapshot.taken'>): string {
  const how = by === 'base-backup' ? 'as a base backup of the whole server' : 'by the commands of the spec'
  return `The snapshot was taken ${how}, in ${formatDuration(endedAt - startedAt)}, while everybody worked.`
}

function restoredInWords({ startedAt, endedAt }: EntryOf<'snapshot.restored'>): string {
  return `It was restored in ${formatDuration(endedAt - startedAt)}, from the last session ended to the first one opened.`
}

function provedInWords({ wholeServer, since, tables }: EntryOf<'snapshot.proved'>): readonly string[] {
  if (wholeServer && since.length === 0)
    return ['The whole server is the one of the snapshot: what was written beside the database since is gone.']
  if (since.length === 0) return [`No row written between snapshot and restore is left in ${plural(tables, 'table')}.`]
  return since.map(({ table: name, rows }) =>
    rows === null
      ? `Rows written between snapshot and restore were not counted in time in ${name}.`
      : `The restore left ${plural(rows, 'row')} in ${name} that came after the snapshot.`,
  )
}

function triedInWords({ ok, reason, planted, idle, tables, rows, differences }: EntryOf<'restore.tried'>): string {
  if (!ok) return `On a clone the commands failed: ${reason ?? 'no reason was given'}.`
  if (idle) return 'On a clone from which rows had been deleted after the snapshot, the restore changed nothing.'
  const after = `On a clone, ${plural(planted, 'row')} deleted after the snapshot`
  return differences.length === 0
    ? `${after}: the commands brought ${plural(rows, 'row')} in ${plural(tables, 'table')} back as they were.`
    : `${after}: ${plural(differences.length, 'table')} did not come back as they were.`
}
