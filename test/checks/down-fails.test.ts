import assert from 'node:assert/strict'
import { downFails } from '../../harness/checks/down-fails.ts'
import { assertPassed, onlyFinding } from './expect.ts'
import { journal, started, step } from './journal.ts'
import { assertUnknownWhereTorn, failed, found, stair, stairway } from './stairs.ts'

describe('check down-fails', () => {
  const broken = stair({ verdict: 'down-fails', errors: [failed('down')] })

  it('finds a way down that fails, by file and line', () => {
    assert.equal(
      found(downFails, ...stairway([broken])),
      'blocker db/1_note.down.sql:2: fails right after its way up: db/1_note.down.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('leaves to rollback-completes what stopped the rollback itself', () => {
    const stopped = step('rollback', { ok: false, reason: 'db/1_note.down.sql:2: relation "notes" does not exist' })
    const entries = journal(started(), ...stairway([broken], 'probes'), stopped)
    assertPassed(
      downFails.judge(entries),
      '1 migration: no way down failed, but for that of db/1_note.down.sql, of one cause with rollback-completes',
    )
  })

  it('names the file of a group that makes another one fail', () => {
    const guilty = [{ name: 'db/3.up.sql', subject: 'db/3.down.sql', left: ['db/1_note.up.sql fails on its way down'] }]
    const group = stair({ verdict: 'down-fails', errors: [failed('down')], subject: 'db/3.down.sql', guilty })
    assert.equal(
      found(downFails, ...stairway([group])),
      'blocker db/3.down.sql: leaves behind what makes another way down fail: db/1_note.down.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
    assert.equal(
      onlyFinding(downFails.judge(journal(...stairway([group])))).remedy,
      'Complete db/3.down.sql, which leaves something in the way; of the batch db/1_note.up.sql, db/1_note.down.sql fails only behind it.',
    )
  })

  it('passes a way down that gets to its end, whatever fails after it', () => {
    const later = stair({ verdict: 're-up-fails', errors: [failed('re-up')] })
    assertPassed(downFails.judge(journal(...stairway([later]))), '1 migration: no way down failed')
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downFails)
  })
})
