import assert from 'node:assert/strict'
import { downMissing } from '../../harness/checks/down-missing.ts'
import { assertPassed } from './expect.ts'
import { journal } from './journal.ts'
import { assertUnknownWhereTorn, failed, found, stair, stairway } from './stairs.ts'

describe('check down-missing', () => {
  const without = stair({ verdict: 'no-down', subject: 'db/1_note.up.sql', files: ['db/1_note.up.sql'] })

  it('finds a concern in a migration without a way down among others with one', () => {
    assert.equal(
      found(downMissing, ...stairway([without, stair({ name: 'db/2.up.sql' })])),
      'concern db/1_note.up.sql: has no way down',
    )
  })

  it('notes it where none has one, or where it is declared', () => {
    assert.equal(
      found(downMissing, ...stairway([without])),
      'note db/1_note.up.sql: has no way down, as none of the others has',
    )
    assert.equal(
      found(downMissing, ...stairway([{ ...without, irreversible: 'archived' }, stair({ name: 'db/2.up.sql' })])),
      'note db/1_note.up.sql: has no way down; declared as irreversible: archived',
    )
  })

  it('passes where each has one, and does not miss that of a migration that never went up', () => {
    const broken = stair({ name: 'db/2.up.sql', verdict: 'up-fails', errors: [failed('up')] })
    assertPassed(downMissing.judge(journal(...stairway([stair(), broken]))), '2 migrations: each has a way down')
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downMissing)
  })
})
