import assert from 'node:assert/strict'
import { ink } from '../../harness/terminal/ink.ts'
import { stairwayLines } from '../../harness/terminal/stairway-lines.ts'
import { journal } from '../checks/journal.ts'
import { failed, LEFT_BEHIND, stair, stairway } from '../checks/stairs.ts'

describe('the table of a stairway', () => {
  it('stands aligned, and counts the verdicts, the good ones first', () => {
    const empty = stair({ name: 'db/2_longer.up.sql', verdict: 'down-empty', schema: [LEFT_BEHIND] })
    const broken = stair({ name: 'db/3.up.sql', verdict: 'down-fails', errors: [failed('down')], untested: ['a, b'] })
    assert.deepEqual(stairwayLines(journal(...stairway([stair(), empty, broken])), ink(false)).split('\n'), [
      'stairway  db   processes',
      '     migration              up   down  verdict     what differs',
      '  1  db/1_note.up.sql    20 ms  30 ms  identical',
      '  2  db/2_longer.up.sql  20 ms  30 ms  down empty  orders.note added',
      '  3  db/3.up.sql         20 ms  30 ms  down fails  db/1_note.down.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
      '  unknown of 3: a, b',
      '  3 migrations: 1 identical, 1 down empty, 1 down fails',
      '',
    ])
  })

  it('is nothing in journals without one', () => {
    assert.equal(stairwayLines(journal(), ink(false)), '')
  })
})
