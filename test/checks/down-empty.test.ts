import assert from 'node:assert/strict'
import { downEmpty } from '../../harness/checks/down-empty.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed } from './expect.ts'
import { journal, started } from './journal.ts'
import { assertUnknownWhereTorn, failed, found, LEFT_BEHIND, stair, stairway } from './stairs.ts'

const EMPTY = stair({ verdict: 'down-empty', schema: [LEFT_BEHIND], errors: [failed('re-up')] })

describe('check down-empty', () => {
  it('finds a way down that undoes nothing, and that up then fails', () => {
    assert.equal(
      found(downEmpty, ...stairway([EMPTY])),
      'blocker db/1_note.down.sql: undoes nothing of the schema: orders.note: added; is text; up again then fails: db/1_note.up.sql:2: relation "notes" does not exist (SQLSTATE 42P01)',
    )
  })

  it('takes what is declared, and what nobody uses, for a note', () => {
    const declared = { ...EMPTY, irreversible: 'archived' }
    assert.match(found(downEmpty, ...stairway([declared])), /^note .*; declared as irreversible: archived$/)
    assert.match(found(downEmpty, started({ wayBack: 'code-only' }), ...stairway([EMPTY], 'probes')), /^note /)
    assert.match(found(downEmpty, started(), ...stairway([EMPTY], 'probes')), /^blocker /)
  })

  it('notes a way down that does nothing where no row tells', () => {
    assert.equal(
      found(downEmpty, ...stairway([stair({ unanswered: ['users'] })])),
      'note db/1_note.down.sql: does nothing, while its way up works on rows of users; no row here is other for it',
    )
    assertPassed(
      downEmpty.judge(journal(...stairway([stair({ unanswered: ['users'], verdict: 'rows-lost' })]))),
      '1 migration: no way down is empty',
    )
  })

  it('names the empty one that the rehearsal’s own way back tells of, as the table beside it does', () => {
    const compared: Fact = { kind: 'catalog.compared', before: 'seeded', after: 'restored', differences: [LEFT_BEHIND] }
    assertPassed(
      downEmpty.judge(journal(started(), ...stairway([EMPTY], 'probes'), compared)),
      '1 migration: no way down is empty, but for that of db/1_note.down.sql, of one cause with rollback-restores-schema',
    )
  })

  it('passes a way down that undoes the least, and one that has nothing to undo', () => {
    const little = stair({ verdict: 'schema-differs', schema: [LEFT_BEHIND] })
    const nothing = stair({ name: 'db/2.up.sql', unanswered: [] })
    assertPassed(downEmpty.judge(journal(...stairway([little, nothing]))), '2 migrations: no way down is empty')
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downEmpty)
  })
})
