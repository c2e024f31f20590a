import assert from 'node:assert/strict'
import { downIncomplete } from '../../harness/checks/down-incomplete.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed, onlyFinding } from './expect.ts'
import { journal, started } from './journal.ts'
import { assertUnknownWhereTorn, failed, found, GONE, LEFT_BEHIND, stair, stairway } from './stairs.ts'

const INCOMPLETE = stair({ verdict: 'schema-differs', schema: [LEFT_BEHIND, GONE] })

describe('check down-incomplete', () => {
  it('finds what is missing before what is left behind', () => {
    assert.equal(
      found(downIncomplete, ...stairway([INCOMPLETE])),
      "blocker db/1_note.down.sql: does not restore the schema: orders.total: missing; was integer default '0'; orders.note: added; is text",
    )
  })

  it('leaves to rollback-restores-schema the objects that it names', () => {
    const compared = (...differences: readonly (typeof GONE | typeof LEFT_BEHIND)[]): Fact => {
      return { kind: 'catalog.compared', before: 'seeded', after: 'restored', differences }
    }
    const climbed = stairway([INCOMPLETE], 'probes')
    assert.match(found(downIncomplete, started(), ...climbed, compared(GONE)), /schema: orders\.note: added; is text$/)
    const all = journal(started(), ...climbed, compared(GONE, LEFT_BEHIND))
    assertPassed(
      downIncomplete.judge(all),
      '1 migration: each way down restores the schema, but for that of db/1_note.down.sql, of one cause with rollback-restores-schema',
    )
  })

  it('does not say of one that is empty, or fails, that it restores the schema', () => {
    const empty = stair({ verdict: 'down-empty', schema: [LEFT_BEHIND] })
    const fails = stair({
      name: 'db/2.up.sql',
      subject: 'db/2.down.sql',
      verdict: 'down-fails',
      errors: [failed('down')],
    })
    assertPassed(
      downIncomplete.judge(journal(...stairway([empty, fails]))),
      '2 migrations: each way down restores the schema, but for that of db/1_note.down.sql, of one cause with down-empty, but for that of db/2.down.sql, of one cause with down-fails',
    )
  })

  it('says how a table is named that a tool keeps for itself', () => {
    const made = { ...LEFT_BEHIND, object: 'table public.my_history', is: 'permanent' }
    const remedyOf = (files: readonly string[], ...schema: readonly (typeof made | typeof LEFT_BEHIND)[]) => {
      const climbed = stair({ verdict: 'schema-differs', files, schema })
      return onlyFinding(downIncomplete.judge(journal(...stairway([climbed])))).remedy
    }
    const hint = ' Where the tool keeps its history in my_history, say so: --history my_history.'
    assert.equal(remedyOf([], made), `${downIncomplete.remedy}${hint}`)
    assert.equal(remedyOf([], LEFT_BEHIND), downIncomplete.remedy)
    assert.equal(remedyOf(['db/1_note.up.sql'], made), downIncomplete.remedy)
  })

  it('passes where no object differs and columns alone stand elsewhere', () => {
    const moved = stair({ verdict: 'column-order-only', columnOrder: ['public.orders'] })
    assertPassed(downIncomplete.judge(journal(...stairway([moved]))), '1 migration: each way down restores the schema')
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(downIncomplete)
  })
})
