import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { TableWrites } from '../model/facts-of-ways.ts'
import type { Finding } from '../model/finding.ts'
import { plural } from './wording.ts'

type When = EntryOf<'writes.read'>['when']

/** What is told of a table between two readings. */
interface Deleted {
  readonly rows: number
  readonly evidence: readonly number[]
}

/**
 * Rows that the rollback deleted from the live copy beyond those that it deleted on a quiet clone, where there was
 * nothing but what the upgrade itself had written. Where clients delete from a table as well, nobody can tell whose
 * deletions they were, and that is noted.
 */
export function rowsDeleted(check: string, remedy: string, entries: readonly Entry[]): readonly Finding[] {
  const read = (when: When) => entriesOf(entries, 'writes.read').findLast((entry) => entry.when === when)
  const [leaving, rolledBack] = [read('leaving'), read('rolled-back')]
  if (leaving === undefined || rolledBack === undefined) return []
  const quiet = between(read('clone-upgraded'), read('clone-restored'))
  const around = [between(read('upgraded'), leaving), between(rolledBack, read('ended'))]
  return [...between(leaving, rolledBack)].flatMap(([table, { rows, evidence }]): readonly Finding[] => {
    const alone = quiet.get(table)
    const more = rows - (alone?.rows ?? 0)
    if (more <= 0) return []
    const finding = { check, subject: table, remedy, measured: { rows: more }, limit: { rows: 0 } }
    const seen = [...evidence, ...(alone?.evidence ?? [])]
    const clients = around.reduce((sum, one) => sum + (one.get(table)?.rows ?? 0), 0)
    if (clients > 0) {
      const summary = `${plural(rows, 'row')} deleted while the rollback ran; clients delete from the table as well, so that nobody can tell how many of them the rollback deleted`
      return [{ ...finding, severity: 'note', summary, evidence: seen }]
    }
    const besides =
      alone === undefined ? '' : `, besides ${plural(alone.rows, 'row')} that it deletes where nobody else writes`
    const summary = `the rollback deletes ${plural(more, 'row')} that ${more === 1 ? 'was' : 'were'} written before it under traffic${besides}`
    return [{ ...finding, severity: 'concern', summary, evidence: seen }]
  })
}

/** Tables from which rows went, and how many. */
function between(
  first: EntryOf<'writes.read'> | undefined,
  second: EntryOf<'writes.read'> | undefined,
): ReadonlyMap<string, Deleted> {
  if (first === undefined || second === undefined) return new Map()
  const before = new Map(first.tables.map((one) => [one.table, one]))
  const evidence = [first.seq, second.seq]
  return new Map(
    second.tables.flatMap((now) => {
      const was = before.get(now.table)
      const rows = was === undefined ? 0 : goneBetween(was, now)
      return rows > 0 ? [[now.table, { rows, evidence }] as const] : []
    }),
  )
}

/** A TRUNCATE deletes no row, but gives the table other files, in which nothing is but what came meanwhile. */
function goneBetween(was: TableWrites, now: TableWrites): number {
  const inserted = now.inserted - was.inserted
  const deleted = now.deleted - was.deleted
  // Counters that begin again belong to another table of that name, or to a server that crashed.
  if (inserted < 0 || deleted < 0) return 0
  const truncated = now.file !== was.file && now.rows <= inserted && was.rows > inserted
  return truncated ? was.rows + inserted - now.rows : deleted
}
