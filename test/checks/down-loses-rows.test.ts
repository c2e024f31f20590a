import assert from 'node:assert/strict'
import { downLosesRows } from '../../harness/checks/down-loses-rows.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { StairRows } from '../../harness/model/facts-of-stairway.ts'
import { assertPassed } from './expect.ts'
import { journal, started } from './journal.ts'
import { assertUnknownWhereTorn, found, GONE, stair, stairway } from './stairs.ts'

const LOST: StairRows = {
  ...{ table: 'payments', rowsBefore: 40, rowsAfter: 40, lost: null, generated: false },
  columns: [{ column: 'scheme', before: 38, after: 0 }],
}

describe('check down-loses-rows', () => {
  const lost = (rows: Partial<StairRows> = {}) => stair({ verdict: 'rows-lost', rows: [{ ...LOST, ...rows }] })

  it('finds values that are gone, by table and column, with their numbers', () => {
    assert.equal(
      found(downLosesRows, ...stairway([lost()])),
      'blocker db/1_note.down.sql: payments.scheme has 0 of 38 values left after up and down, in 40 rows',
    )
    assert.equal(
      found(downLosesRows, ...stairway([lost({ columns: [{ column: 'scheme', before: 38, after: 38 }] })])),
      'blocker db/1_note.down.sql: payments.scheme has other values after up and down, in 40 rows',
    )
    assert.equal(
      found(downLosesRows, ...stairway([lost({ rowsAfter: 3, lost: 37 })])),
      'blocker db/1_note.down.sql: only 3 of 40 rows of payments are left after up and down',
    )
  })

  it('says in how many rows values are others where the key tells, and finds rows that are there twice', () => {
    const narrowed = {
      missing: 0,
      added: 0,
      changed: 5,
      complete: true,
      key: ['id'],
      columns: ['scheme'],
      examples: [],
    }
    const columns = [{ column: 'scheme', before: 38, after: 38 }]
    assert.equal(
      found(downLosesRows, ...stairway([lost({ columns, lost: 5, narrowed })])),
      'blocker db/1_note.down.sql: payments.scheme has other values after up and down, in 5 of 40 rows',
    )
    assert.equal(
      found(downLosesRows, ...stairway([lost({ rowsAfter: 80, lost: 0, doubled: 40, columns: [] })])),
      'blocker db/1_note.down.sql: 40 rows of payments are there twice after up and down, in 40 rows',
    )
  })

  it('finds less harm in rows that are left behind, and in generated ones of a rehearsal', () => {
    assert.equal(
      found(downLosesRows, ...stairway([lost({ rowsAfter: 42, lost: 0, columns: [] })])),
      'concern db/1_note.down.sql: payments has 2 rows more than before up and down',
    )
    assert.match(found(downLosesRows, ...stairway([lost({ generated: true })])), /^blocker .* in 40 generated rows$/)
    assert.match(
      found(downLosesRows, started(), ...stairway([lost({ generated: true })], 'probes')),
      /^concern .* in 40 generated rows$/,
    )
  })

  it('leaves to others what went with a column of the schema, or is found after the rollback', () => {
    const gone = { ...lost({ columnsLost: ['scheme'] }), schema: [GONE] }
    assertPassed(
      downLosesRows.judge(journal(...stairway([gone]))),
      '1 migration: all rows are as before after each way down, but for that of db/1_note.down.sql, of one cause with down-incomplete',
    )
    const compared: Fact = {
      ...{ kind: 'rows.compared', database: 'quiet', tables: 1, rows: 40, durationMs: 1 },
      differences: [{ table: 'payments', rowsBefore: 40, rowsAfter: 40 }],
    }
    const entries = journal(started(), ...stairway([lost()], 'probes'), compared)
    assertPassed(
      downLosesRows.judge(entries),
      '1 migration: all rows are as before after each way down, but for that of db/1_note.down.sql, of one cause with rollback-restores-rows',
    )
  })

  it('passes where rows were touched, and not one of them is other than before', () => {
    const kept = stair({ touched: ['payments'], rows: [] })
    assertPassed(
      downLosesRows.judge(journal(...stairway([kept]))),
      '1 migration: all rows are as before after each way down',
    )
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downLosesRows)
  })
})
