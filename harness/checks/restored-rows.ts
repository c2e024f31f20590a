import { type EntryOf, entriesOf, type TableDifference } from '../model/evidence.ts'
import type { Finding, Ruling } from '../model/finding.ts'
import type { Play } from './play.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { few, plural } from './wording.ts'

const REMEDY =
  'Restore into an empty database, or drop what is there first, have the command stop at its first error, and have it fail where the snapshot is not the one just taken.'

/** Whether the snapshot came back with its rows: on the live copy, and, by commands of one's own, on a clone row by row. */
export function judgeRestore(check: string, { entries }: Play): Ruling {
  const taken = entriesOf(entries, 'snapshot.taken').at(-1)
  if (taken !== undefined && taken.transaction === undefined)
    return passed('not asked: the journal is older than this question')
  const proved = entriesOf(entries, 'snapshot.proved').at(-1)
  const tried = entriesOf(entries, 'restore.tried').at(-1)
  const byCommands = taken === undefined || taken.by === 'commands'
  const onClone = byCommands ? tried : undefined
  return rule({
    findings: [...stillThere(check, proved), ...differing(check, onClone)],
    missing: [...unproved(proved), ...(byCommands ? untried(entries, tried) : [])],
    settledBy:
      'a rehearsal that reaches the restore, by commands that take their database from DATABASE_URL or libpq’s variables',
    passed: words(proved, onClone),
  })
}

type Proved = EntryOf<'snapshot.proved'>
type Tried = EntryOf<'restore.tried'>

function stillThere(check: string, proved: Proved | undefined): readonly Finding[] {
  return (proved?.since ?? []).flatMap(({ table, rows }) => {
    if (rows === null) return []
    const summary = `the restore left what came after the snapshot: ${plural(rows, 'row')} ${rows === 1 ? 'was' : 'were'} written between snapshot and restore`
    const measured = { rows }
    const evidence = [proved?.seq ?? 0]
    return [
      { check, severity: 'blocker', subject: table, summary, remedy: REMEDY, measured, limit: { rows: 0 }, evidence },
    ]
  })
}

function differing(check: string, tried: Tried | undefined): readonly Finding[] {
  if (tried === undefined || !tried.ok || tried.idle) return []
  return tried.differences.map((difference) => ({
    ...{ check, severity: 'blocker', subject: difference.table, summary: howOther(difference), remedy: REMEDY },
    ...{ measured: { rows: difference.rowsAfter ?? 'no table' }, limit: { rows: difference.rowsBefore ?? 'no table' } },
    evidence: [tried.seq],
  }))
}

function howOther({ rowsBefore, rowsAfter }: TableDifference): string {
  const where = 'on a quiet clone, where nobody else writes'
  if (rowsAfter === null) return `the table is gone after snapshot and restore ${where}`
  if (rowsBefore === rowsAfter) return `${plural(rowsAfter, 'row')} came back by restore with other contents ${where}`
  return `${plural(rowsBefore ?? 0, 'row')} when the snapshot was taken, ${rowsAfter} after its restore ${where}`
}

function unproved(proved: Proved | undefined): readonly string[] {
  if (proved === undefined) return ['nobody asked whether the snapshot came back on the live copy']
  const late = proved.since.filter(({ rows }) => rows === null).map(({ table }) => table)
  return late.length === 0 ? [] : [`rows written since the snapshot were not counted in time in ${few(late)}`]
}

function untried(entries: Play['entries'], tried: Tried | undefined): readonly string[] {
  if (tried === undefined) {
    const failed = entriesOf(entries, 'probe.failed').filter(({ probe }) => probe === 'restore-on-clone')
    return [`the commands were not tried on a clone${failed.map(({ reason }) => `: ${gist(reason)}`).join('')}`]
  }
  if (!tried.ok) return [`the restore failed on a clone: ${gist(tried.reason ?? '')}`]
  if (tried.idle) return ['the restore changed nothing on a clone from which rows had been deleted after the snapshot']
  return tried.planted > 0
    ? []
    : ['no row of a clone could be deleted after the snapshot for the restore to bring back']
}

function words(proved: Proved | undefined, tried: Tried | undefined): string {
  const live = proved?.wholeServer
    ? 'the whole server is the one of the snapshot: what was written beside the database since is gone'
    : `no row written between snapshot and restore is left in ${plural(proved?.tables ?? 0, 'table')}`
  if (tried === undefined) return live
  return `${live}; on a quiet clone the commands brought ${plural(tried.rows, 'row')} in ${plural(tried.tables, 'table')} back as they were`
}
