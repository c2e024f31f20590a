import assert from 'node:assert/strict'
import { invalidIndexLeft } from '../../harness/checks/invalid-index-left.ts'
import { rowsDestroyed } from '../../harness/checks/rows-destroyed.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import { assertPassed, assertUnknown, findingsOf, onlyFinding } from './expect.ts'
import { journal, phase, started } from './journal.ts'
import { attempts, ended, examined, harmFelt, survived, TRIALS, traced, tried } from './trials.ts'

function leaving(...tables: readonly { relation: string; before: number; after: number | null }[]) {
  return tried({ alone: [traced(1), ended(), survived({ tables })] })
}

describe('rows-destroyed', () => {
  const { judge } = rowsDestroyed

  it('blocks a table that lost all its rows', () => {
    const finding = onlyFinding(judge(leaving({ relation: 'orders', before: 1_200, after: 0 })))
    assert.deepEqual(
      [finding.severity, finding.subject, finding.summary, finding.measured, finding.limit],
      [
        'blocker',
        'migrations/003.sql:1',
        'none of 1200 rows of orders left after migrations/003.sql',
        { rows: 0 },
        { rows: 1_200 },
      ],
    )
  })

  it('has a concern about some rows, down to one, and none about as many or more', () => {
    assert.equal(onlyFinding(judge(leaving({ relation: 'orders', before: 5, after: 4 }))).severity, 'concern')
    assert.equal(judge(leaving({ relation: 'orders', before: 5, after: 5 })).ruling, 'passed')
    assert.equal(judge(leaving({ relation: 'orders', before: 0, after: 0 })).ruling, 'passed')
  })

  it('takes rows that came to another table for moved', () => {
    const moved = (after: number) =>
      onlyFinding(
        judge(leaving({ relation: 'orders', before: 9, after: 0 }, { relation: 'archive', before: 1, after })),
      )
    assert.deepEqual([moved(10).severity, moved(9).severity], ['concern', 'blocker'])
    assert.match(moved(10).summary, /; as many came to archive$/)
  })

  it('takes no partition that is detached for lost rows', () => {
    const detach = traced(1, { statement: 'ALTER TABLE events DETACH PARTITION events_2025' })
    const tables = [{ relation: 'events', before: 9, after: 0 }]
    assert.equal(onlyFinding(judge(tried({ alone: [detach, survived({ tables })] }))).severity, 'concern')
  })

  it('blocks a table that is gone with its rows, and has a concern about a column: whether it is missed needs traffic', () => {
    const facts = survived({
      tables: [{ relation: 'notes', before: 9, after: null }],
      columnsGone: ['orders.note', 'notes.id'],
    })
    const findings = findingsOf(judge(tried({ alone: [traced(1), facts] })))
    assert.deepEqual(
      findings.map(({ severity, subject, summary }) => [severity, subject, summary]),
      [
        [
          'blocker',
          'migrations/003.sql:1',
          'the table notes is gone; it had 9 rows, after migrations/003.sql; whether the running version still uses it is unknown: needs traffic',
        ],
        [
          'concern',
          'migrations/003.sql:1',
          'the column orders.note is gone, or has another name, after migrations/003.sql; whether the running version still uses it is unknown: needs traffic',
        ],
      ],
    )
  })

  it('says of a column that is gone what the traffic that was given tells of it', () => {
    const summaryOf = (statements: number) => {
      const covered: Fact = { kind: 'trials.covered', migration: 1, untested: [], statements }
      return onlyFinding(judge(tried({ alone: [traced(1), survived({ columnsGone: ['orders.note'] }), covered] })))
        .summary
    }
    const others = 'whether the running version has others that use it is unknown'
    assert.ok(summaryOf(2).endsWith(`; none of the 2 statements given as traffic fails without it; ${others}`))
    assert.ok(summaryOf(1).endsWith(`; the only statement given as traffic does not fail without it; ${others}`))
  })

  it('asks for no traffic where the rehearsal had some, and says which check tells', () => {
    const rehearsed = journal(phase('upgrade')).map((entry) => ({ ...entry, seq: 900 }))
    const gone = tried({ alone: [traced(1), survived({ columnsGone: ['orders.note'] })] })
    assert.match(
      onlyFinding(judge([...gone, ...rehearsed])).summary,
      /; whether the running version still uses it under the load of this rehearsal, error-budget-spent says; under another it is unknown$/,
    )
  })

  it('has a concern about a table that is gone without rows, under another name, or whose rows came to another', () => {
    const severityOf = (...tables: EntryOf<'rows.survived'>['tables']) =>
      onlyFinding(judge(tried({ alone: [traced(1), survived({ tables })] }))).severity
    assert.equal(severityOf({ relation: 'notes', before: 0, after: null }), 'concern')
    assert.equal(severityOf({ relation: 'notes', before: 9, after: null, renamedTo: 'remarks' }), 'concern')
    assert.equal(
      severityOf({ relation: 'notes', before: 9, after: null }, { relation: 'remarks', before: 0, after: 9 }),
      'concern',
    )
  })

  it('leaves what traffic misses to traffic-broken', () => {
    const gone = survived({ columnsGone: ['orders.note'] })
    const finding = onlyFinding(judge(tried({ alone: [traced(1), gone], beside: [harmFelt('traffic')] })))
    assert.equal(finding.severity, 'note')
    assert.match(finding.summary, /; of one cause with traffic-broken$/)
    const other = harmFelt('traffic', { what: 'SELECT notes FROM orders', message: 'column "notes" does not exist' })
    assert.equal(onlyFinding(judge(tried({ alone: [traced(1), gone], beside: [other] }))).severity, 'concern')
  })

  it('does not know where nobody counted', () => {
    assertUnknown(
      judge(tried({ alone: [traced(1)] })),
      'migrations/003.sql: what the trial alone left was not read. Settled by a run that counts the rows before and after each migration.',
    )
    const failed = { alone: { outcome: 'failed', attempts: attempts('23505') } } as const
    assert.equal(judge(tried({ alone: [traced(1)], ends: failed })).ruling, 'passed')
    assert.equal(judge(tried({ of: examined({ probed: false }), alone: [traced(1)] })).ruling, 'passed')
    assertPassed(judge(journal(started())), 'no migration was examined on clones')
  })
})

describe('invalid-index-left', () => {
  const { judge } = invalidIndexLeft
  const left = (trial: number): Fact => survived({ trial, indexesInvalid: ['orders_ref'] })

  it('blocks what the migration leaves on its own, and has a concern about what a companion made it leave', () => {
    const alone = onlyFinding(judge(tried({ alone: [traced(1), left(TRIALS.alone)] })))
    assert.deepEqual([alone.severity, alone.subject], ['blocker', 'migrations/003.sql:1'])
    const beside = onlyFinding(judge(tried({ beside: [left(TRIALS['long-reader'])] })))
    assert.equal(beside.severity, 'concern')
    assert.equal(
      beside.summary,
      'the index orders_ref is invalid after migrations/003.sql ran beside a long reader: no query uses it, and every write maintains it',
    )
  })

  it('does not count what synthetic rows did', () => {
    assertPassed(judge(tried({ beside: [left(TRIALS.filled)] })), 'no invalid index was left behind')
  })

  it('finds the index that a failed build leaves', () => {
    const failed = { alone: { outcome: 'failed', attempts: attempts('23505') } } as const
    assert.equal(judge(tried({ alone: [traced(1), left(TRIALS.alone)], ends: failed })).ruling, 'found')
  })

  it('does not know where the catalog was not read', () => {
    assertUnknown(
      judge(tried({ alone: [traced(1)] })),
      'migrations/003.sql: what the trial alone left was not read. Settled by a run that reads the catalog after each migration.',
    )
  })
})
