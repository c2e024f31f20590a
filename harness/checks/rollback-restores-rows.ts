import { type EntryOf, entriesOf, type TableDifference } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { noWayDown, onPlay, type Play, stepsOf } from './play.ts'
import { judgeRestore } from './restored-rows.ts'
import { rowsInWords } from './rows-in-words.ts'
import { rule } from './rule.ts'
import { few, plural } from './wording.ts'

export const rollbackRestoresRows: Check = {
  id: 'rollback-restores-rows',
  gating: true,
  act: 'probes',
  asks: 'Are all rows, after up and down on the quiet clone, or after the restore of the snapshot, those from before?',
  why: 'A schema can be restored to the letter around rows that are gone: a dropped column comes back empty, a narrowed type comes back rounded. Traffic changes rows, so this is proved on a clone where nobody else writes.',
  remedy:
    'Keep what the upgrade replaces until there is no way back any more: copy before you drop, and copy back in the down migration.',
  judge: onPlay((play) => {
    if (play.way === 'restore') return judgeRestore(rollbackRestoresRows.id, play)
    const inapplicable = noWayDown(play)
    if (inapplicable !== null) return inapplicable
    const [compared] = entriesOf(play.entries, 'rows.compared').slice(-1)
    return rule({
      findings: [
        ...(compared?.differences ?? []).map((difference) =>
          finding(difference, compared?.seq ?? 0, guilty(play, difference)),
        ),
        ...unprovedScripts(compared),
      ],
      missing: missing(play, compared),
      settledBy: 'a rehearsal whose migrations run up and down on the quiet clone',
      passed: `${plural(compared?.rows ?? 0, 'row')} in ${plural(compared?.tables ?? 0, 'table')} are equal after up and down${beyond(play, compared)}`,
    })
  }),
}

/** A script may speak to services as well, so that only those that plainly do not are performed on the clone. */
function unprovedScripts(compared: EntryOf<'rows.compared'> | undefined): readonly Finding[] {
  const { unproved = [], because = [], failed } = compared?.scripts ?? {}
  const why =
    failed === undefined
      ? `${few(because)} may do more than speak to the database, and no such step is tried on a clone`
      : `${failed} failed on a clone, where no service is swapped`
  return unproved.map((label) => ({
    check: rollbackRestoresRows.id,
    severity: 'concern',
    subject: label,
    summary: `not proved: what it does to rows, and whether the way back undoes it, since ${why}`,
    remedy:
      'Make it a step `migrate` with its command, which is performed on clones; or write it as plain `psql` with -c or -f, on the placeholder database.url.',
    evidence: [compared?.seq ?? 0],
  }))
}

/** Journals of before 0.1, in which only migrations were performed on the clone. */
function beyond(play: Play, compared: EntryOf<'rows.compared'> | undefined): string {
  const { performed } = compared?.scripts ?? {}
  if (performed !== undefined) return performed.length === 0 ? '' : `, with ${few(performed)} performed there as well`
  const scripts = stepsOf(play, 'upgrade').filter((label) => label.startsWith('run '))
  return scripts.length === 0 ? '' : `; what ${few(scripts.map((label) => `"${label}"`))} does to rows was not proved`
}

function missing({ entries }: Play, compared: EntryOf<'rows.compared'> | undefined): readonly string[] {
  if (compared === undefined) {
    const failed = entriesOf(entries, 'probe.failed').map(({ probe, reason }) => `probe ${probe} failed: ${reason}`)
    return failed.length > 0 ? failed : ['rows were not compared on the quiet clone']
  }
  const seeded = entriesOf(entries, 'seed.table').length
  if (compared.tables >= seeded) return []
  return [`${compared.tables} of ${seeded} seeded tables were compared`]
}

/** Ways down of single migrations, each tried by itself, after which rows of the table were not as before either. */
function guilty({ entries }: Play, { table }: TableDifference): string {
  const stairs = entriesOf(entries, 'stair.climbed').filter(({ rows }) => rows.some((one) => one.table === table))
  const files = [...new Set(stairs.map(({ subject }) => subject))]
  return files.length === 0 ? '' : `; from ${few(files)}`
}

function finding(difference: TableDifference, seq: number, cause: string): Finding {
  const { table, rowsBefore, rowsAfter } = difference
  const leftOver = rowsBefore === null
  return {
    check: rollbackRestoresRows.id,
    // A table that was not there before has no rows to lose; whether it may stay is for rollback-restores-schema.
    severity: leftOver ? 'note' : 'blocker',
    subject: table,
    summary: `${rowsInWords(difference)}${cause}`,
    remedy: leftOver ? 'Have the rollback drop the table.' : rollbackRestoresRows.remedy,
    measured: { rows: rowsAfter ?? 'no table' },
    limit: { rows: rowsBefore ?? 'no table' },
    evidence: [seq],
  }
}
