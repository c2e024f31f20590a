import assert from 'node:assert/strict'
import { rollbackRestoresRows } from '../../harness/checks/rollback-restores-rows.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import type { RowsSince } from '../../harness/model/facts-of-ways.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'

const SETTLED =
  'Settled by a rehearsal that reaches the restore, by commands that take their database from DATABASE_URL or libpq’s variables.'

function taken(by: 'base-backup' | 'commands', transaction: number | null = 700): Fact {
  const numbered = transaction === null ? {} : { transaction }
  return { kind: 'snapshot.taken', by, startedAt: 1, takenAt: 2, endedAt: 3, ...numbered }
}

function proved(wholeServer: boolean, ...since: readonly RowsSince[]): Fact {
  return { kind: 'snapshot.proved', wholeServer, since, tables: 4 }
}

function tried(overrides: Partial<EntryOf<'restore.tried'>> = {}): Fact {
  const rows = { planted: 1, idle: false, tables: 4, rows: 500, differences: [] }
  return { kind: 'restore.tried', ok: true, ...rows, ...overrides }
}

function judge(...facts: readonly Fact[]) {
  return rollbackRestoresRows.judge(journal(started({ wayBack: 'restore' }), ...facts))
}

describe('rollback-restores-rows, where a snapshot is restored', () => {
  it('finds what was written between snapshot and restore and is still there', () => {
    const ruling = judge(taken('commands'), tried({ idle: true }), proved(false, { table: 'notes', rows: 144 }))
    const { severity, subject, summary, evidence } = onlyFinding(ruling)
    assert.deepEqual(
      [severity, subject, summary, evidence],
      [
        'blocker',
        'notes',
        'the restore left what came after the snapshot: 144 rows were written between snapshot and restore',
        [4],
      ],
    )
  })

  it('finds tables that the commands bring back otherwise on a clone', () => {
    const differences = [
      { table: 'notes', rowsBefore: 499, rowsAfter: 499 },
      { table: 'orders', rowsBefore: 3, rowsAfter: 0 },
      { table: 'flags', rowsBefore: 1, rowsAfter: null },
    ]
    assert.deepEqual(
      findingsOf(judge(taken('commands'), tried({ differences }), proved(false))).map(({ severity, summary }) => [
        severity,
        summary,
      ]),
      [
        ['blocker', '499 rows came back by restore with other contents on a quiet clone, where nobody else writes'],
        [
          'blocker',
          '3 rows when the snapshot was taken, 0 after its restore on a quiet clone, where nobody else writes',
        ],
        ['blocker', 'the table is gone after snapshot and restore on a quiet clone, where nobody else writes'],
      ],
    )
  })

  it('passes where nothing of what came after is left, and the commands bring every row of a clone back', () => {
    assertPassed(
      judge(taken('commands'), tried(), proved(false)),
      'no row written between snapshot and restore is left in 4 tables; on a quiet clone the commands brought 500 rows in 4 tables back as they were',
    )
    assertPassed(
      judge(taken('base-backup'), proved(true)),
      'the whole server is the one of the snapshot: what was written beside the database since is gone',
    )
  })

  it('does not know where the live copy was not asked, or not in time', () => {
    assertUnknown(
      judge(taken('base-backup')),
      `nobody asked whether the snapshot came back on the live copy. ${SETTLED}`,
    )
    assertUnknown(
      judge(taken('base-backup'), proved(false, { table: 'notes', rows: null })),
      `rows written since the snapshot were not counted in time in notes. ${SETTLED}`,
    )
  })

  it('does not know what commands do that nobody could try on a clone', () => {
    const failed: Fact = { kind: 'probe.failed', probe: 'restore-on-clone', reason: 'no such file' }
    for (const [fact, why] of [
      [failed, 'the commands were not tried on a clone: no such file'],
      [tried({ ok: false, reason: 'exited with 1' }), 'the restore failed on a clone: exited with 1'],
      [
        tried({ idle: true }),
        'the restore changed nothing on a clone from which rows had been deleted after the snapshot',
      ],
      [tried({ planted: 0 }), 'no row of a clone could be deleted after the snapshot for the restore to bring back'],
    ] as const)
      assertUnknown(judge(taken('commands'), fact, proved(false)), `${why}. ${SETTLED}`)
  })

  it('asks nothing of a journal in which nobody recorded it', () => {
    assertPassed(judge(taken('commands', null)), 'not asked: the journal is older than this question')
  })
})
