import assert from 'node:assert/strict'
import { upgradeRepeatable } from '../../harness/checks/upgrade-repeatable.ts'
import { assertPassed } from './expect.ts'
import { journal } from './journal.ts'
import { assertUnknownWhereTorn, failed, found, GONE, LEFT_BEHIND, stair, stairway } from './stairs.ts'

describe('check upgrade-repeatable', () => {
  it('finds a way up that fails, or leads elsewhere, after a way down that restored the schema', () => {
    assert.equal(
      found(upgradeRepeatable, ...stairway([stair({ verdict: 're-up-fails', errors: [failed('re-up')] })])),
      'blocker db/1_note.up.sql: cannot be applied again after its way down: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
    assert.equal(
      found(upgradeRepeatable, ...stairway([stair({ verdict: 're-up-differs', again: [GONE] })])),
      "blocker db/1_note.up.sql: leads elsewhere when it goes up again: orders.total: missing; was integer default '0'",
    )
  })

  it('names the way up that fails again beside the rows that its way down lost', () => {
    const { rows } = {
      rows: [{ table: 'orders', rowsBefore: 2, rowsAfter: 1, columns: [], lost: 1, generated: false }],
    }
    assert.match(
      found(upgradeRepeatable, ...stairway([stair({ verdict: 'rows-lost', rows, errors: [failed('re-up')] })])),
      /^blocker db\/1_note\.up\.sql: cannot be applied again after its way down: /,
    )
  })

  it('passes what goes up again as it did, and what fails for a way down that others name', () => {
    const empty = stair({ verdict: 'down-empty', schema: [LEFT_BEHIND], errors: [failed('re-up')] })
    assertPassed(
      upgradeRepeatable.judge(journal(...stairway([empty, stair({ name: 'db/2.up.sql' })]))),
      '2 migrations: each goes up again as it did first',
    )
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(upgradeRepeatable)
  })
})
