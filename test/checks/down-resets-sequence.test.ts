import assert from 'node:assert/strict'
import { downResetsSequence } from '../../harness/checks/down-resets-sequence.ts'
import { assertPassed } from './expect.ts'
import { journal, started } from './journal.ts'
import { assertUnknownWhereTorn, found, stair, stairway } from './stairs.ts'

const BEHIND = { sequence: 'orders_id_seq', column: 'orders.id', next: 1, maximum: 40 }

describe('check down-resets-sequence', () => {
  const reset = stair({ verdict: 'sequence-behind', sequences: [BEHIND] })

  it('finds a sequence that hands out what its column holds, once for a rehearsal that ends so as well', () => {
    assert.equal(
      found(downResetsSequence, ...stairway([reset])),
      'blocker db/1_note.down.sql: orders_id_seq hands out 1 next after up and down, while orders.id holds 40 already',
    )
    const entries = journal(started(), ...stairway([reset], 'probes'), {
      ...{ kind: 'sequences.read', when: 'restored', behind: [BEHIND] },
    })
    assertPassed(
      downResetsSequence.judge(entries),
      '1 migration: no sequence is behind its column after a way down that was not before, but for that of db/1_note.down.sql, of one cause with sequence-behind-column',
    )
  })

  it('passes where each hands out a number of its own', () => {
    assertPassed(
      downResetsSequence.judge(journal(...stairway([stair({ touched: ['orders'] })]))),
      '1 migration: no sequence is behind its column after a way down that was not before',
    )
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downResetsSequence)
  })
})
