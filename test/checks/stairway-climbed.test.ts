import assert from 'node:assert/strict'
import { stairwayClimbed } from '../../harness/checks/stairway-climbed.ts'
import { assertPassed, assertUnknown } from './expect.ts'
import { journal, started } from './journal.ts'
import { failed, found, SETTLED, stair, stairway, torn } from './stairs.ts'

describe('check stairway-climbed', () => {
  it('finds a migration that fails on its way up, and what was never reached', () => {
    const broken = stair({ verdict: 'up-fails', errors: [failed('up')] })
    assert.equal(
      found(stairwayClimbed, ...stairway([broken])),
      'blocker db/1_note.up.sql:2: fails on its way up: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('says what a tool printed last where its first line only announces it', () => {
    const message = '`sh up.sh` exited with 3; logs/up-3-3.log ends with:\nERROR: column "note" does not exist'
    const error = { when: 'up', message, sqlstate: '', place: null } as const
    const broken = stair({ verdict: 'up-fails', files: ['sh up.sh'], errors: [error] })
    assert.equal(
      found(stairwayClimbed, ...stairway([broken])),
      'blocker sh up.sh: fails on its way up: `sh up.sh` exited with 3; logs/up-3-3.log ends with: | ERROR: column "note" does not exist',
    )
  })

  it('passes where as many were climbed as there are, and leaves to others how they went down', () => {
    const stairs = [stair(), stair({ name: 'db/2.up.sql', verdict: 'down-fails', errors: [failed('down')] })]
    assertPassed(
      stairwayClimbed.judge(journal(...stairway(stairs))),
      '2 migrations: all went up, down where there is a way, and up again where that was left to try',
    )
  })

  it('leaves a failing way up to the trials of a rehearsal', () => {
    const broken = stair({ verdict: 'up-fails', errors: [failed('up')] })
    assertPassed(
      stairwayClimbed.judge(journal(started(), ...stairway([broken], 'probes'))),
      '1 migration: all went up, down where there is a way, and up again where that was left to try',
    )
  })

  it('does not know of those that were never tried, and says why', () => {
    const why = 'the journal stops before the stairway’s end: it was killed, or is still under way'
    assertUnknown(stairwayClimbed.judge(journal(...torn())), `${why}; never tried: db/2.up.sql. ${SETTLED}`)
    const broken = journal(started(), { kind: 'probe.failed', probe: 'stairway', reason: 'the disk is full' })
    assertUnknown(
      stairwayClimbed.judge(broken),
      `migrations could not be tried down and up again: the disk is full. ${SETTLED}`,
    )
  })
})
