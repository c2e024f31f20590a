import assert from 'node:assert/strict'
import { columnOrderChanged } from '../../harness/checks/column-order-changed.ts'
import { judge } from '../../harness/checks/judge.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import { assertPassed } from './expect.ts'
import { journal, started } from './journal.ts'
import { assertUnknownWhereTorn, found, GONE, stair, stairway } from './stairs.ts'

describe('check column-order-changed', () => {
  it('notes the tables whose columns stand elsewhere, and never more than that', () => {
    const moved = stair({ verdict: 'column-order-only', columnOrder: ['public.orders'] })
    assert.equal(
      found(columnOrderChanged, ...stairway([moved])),
      'note db/1_note.down.sql: puts the columns of orders in another order than before',
    )
    assert.equal(judge(journal(...stairway([moved]))).verdict, 'go')
  })

  it('passes a table whose objects differ as well, or that the whole way back is said to have moved', () => {
    const because = '1 migration: columns stand in their old order after each way down'
    const more = stair({ verdict: 'schema-differs', columnOrder: ['public.orders'], schema: [GONE] })
    assertPassed(columnOrderChanged.judge(journal(...stairway([more]))), because)
    const moved = stair({ verdict: 'column-order-only', columnOrder: ['public.orders'] })
    const columnOrder = [{ table: 'public.orders', was: 'id, note', is: 'note, id', rowTypeUsedBy: null }]
    const compared: Fact = {
      ...{ kind: 'catalog.compared', before: 'seeded', after: 'restored', differences: [] },
      columnOrder,
    }
    assertPassed(
      columnOrderChanged.judge(journal(started(), ...stairway([moved], 'probes'), compared)),
      `${because}, but for that of db/1_note.down.sql, of one cause with rollback-restores-schema`,
    )
  })

  it('does not know where not every migration was tried', () => {
    assertUnknownWhereTorn(columnOrderChanged)
  })
})
