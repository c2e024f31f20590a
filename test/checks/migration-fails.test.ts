import assert from 'node:assert/strict'
import { migrationFails } from '../../harness/checks/migration-fails.ts'
import { assertPassed, assertUnknown, onlyFinding } from './expect.ts'
import { journal, started, T0 } from './journal.ts'
import { at, attempts, ended, examined, traced, tried } from './trials.ts'

const { judge } = migrationFails

function failing(sqlstate: string, message = 'could not create unique index "orders_ref_key"') {
  const attempt = { startedAt: T0, endedAt: T0 + 10, error: { sqlstate, message, place: at(4) } }
  return tried({
    alone: [traced(4, { error: { sqlstate, message } })],
    ends: { alone: { outcome: 'failed', attempts: [attempt] } },
  })
}

describe('migration-fails', () => {
  it('names the line, the SQLSTATE and the remedy for it', () => {
    assert.deepEqual(onlyFinding(judge(failing('23505'))), {
      check: 'migration-fails',
      severity: 'blocker',
      subject: 'migrations/003.sql:4',
      summary: 'failed with nobody beside it: 23505: could not create unique index "orders_ref_key"',
      remedy: 'Find the duplicates and settle them in a migration before this one.',
      measured: { sqlstate: '23505' },
      evidence: [12, 10],
    })
  })

  it('says place and SQLSTATE once, though the migrator’s own words have them too', () => {
    const words = 'migrations/003.sql:4: relation "orders" does not exist (SQLSTATE 42P01)'
    assert.equal(
      onlyFinding(judge(failing('42P01', words))).summary,
      'failed with nobody beside it: 42P01: relation "orders" does not exist',
    )
  })

  it('has a remedy for data, for enum values, for transactions and for statements', () => {
    const remedies = ['23502', '23514', '23503', '23P01', '22003', '55P04', '25001', '42P01', 'XX000'].map(
      (sqlstate) => onlyFinding(judge(failing(sqlstate))).remedy,
    )
    assert.equal(new Set(remedies).size, remedies.length)
  })

  it('finds a tool’s command that failed without a word of the server’s', () => {
    const error = { sqlstate: '', message: 'exit code 1\nboom', place: null }
    const attempt = { startedAt: T0, endedAt: T0 + 10, error }
    const finding = onlyFinding(judge(tried({ ends: { alone: { outcome: 'failed', attempts: [attempt] } } })))
    assert.deepEqual(
      [finding.subject, finding.summary],
      ['migrations/003.sql:1', 'failed with nobody beside it: exit code 1 | boom'],
    )
  })

  it('finds one that gives up although nobody is there', () => {
    const ends = { alone: { outcome: 'gave-up', attempts: attempts('55P03') } } as const
    assert.match(onlyFinding(judge(tried({ ends }))).summary, /^gave up with nobody beside it: 55P03/)
  })

  it('passes one that completes alone, whatever it does beside others or on rows that were filled in', () => {
    const ends = {
      'long-reader': { outcome: 'gave-up', attempts: attempts('55P03') },
      filled: { outcome: 'failed', attempts: attempts('23505') },
    } as const
    assertPassed(judge(tried({ ends })), '1 migration ran to the end alone')
  })

  it('has a concern about a transaction that nobody commits, and none about one that is rolled back on purpose', () => {
    const begin = traced(1, { statement: 'BEGIN', locks: [] })
    const open = [begin, traced(2), ended({ outcome: 'rolled-back' })]
    const finding = onlyFinding(judge(tried({ alone: open })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary],
      [
        'concern',
        'migrations/003.sql:1',
        'begins a transaction that migrations/003.sql does not commit: all that it did was rolled back when the session ended',
      ],
    )
    const rollback = traced(3, { statement: 'ROLLBACK', locks: [] })
    assert.equal(
      judge(tried({ alone: [begin, traced(2), rollback, ended({ outcome: 'rolled-back' })] })).ruling,
      'passed',
    )
    assert.equal(judge(tried({ alone: [begin, traced(2), ended()] })).ruling, 'passed')
  })

  it('does not know where the trial alone left no end', () => {
    const settled = 'Settled by a run that tries each migration alone to its end.'
    assertUnknown(judge(journal(examined())), `migrations/003.sql: the trial alone left no record. ${settled}`)
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
  })
})
