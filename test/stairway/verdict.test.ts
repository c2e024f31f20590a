import assert from 'node:assert/strict'
import type { CatalogDifference } from '../../harness/model/evidence.ts'
import type { StairError, StairRows } from '../../harness/model/facts-of-stairway.ts'
import { type Seen, verdictOf } from '../../harness/stairway/verdict.ts'

const NOTHING: Seen = {
  ...{ hasDown: true, errors: [], schemaChanged: true, schemaKept: false },
  ...{ schema: [], columnOrder: [], rows: [], sequences: [], again: [] },
}
const OBJECT: CatalogDifference = { object: 'table public.tags', change: 'added', was: null, is: 'table' }
const ROWS: StairRows = { table: 'orders', rowsBefore: 2, rowsAfter: 1, columns: [], lost: 1, generated: false }
const BEHIND = { sequence: 'orders_id_seq', column: 'orders.id', next: 1, maximum: 2 }
const error = (when: StairError['when']): StairError => ({ when, message: 'no', sqlstate: '', place: null })

describe('the verdict on a stair', () => {
  const on = (seen: Partial<Seen>) => verdictOf({ ...NOTHING, ...seen })

  it('is the first in the order of the climb that went wrong', () => {
    const all = { sequences: [BEHIND], schema: [OBJECT], rows: [ROWS], again: [OBJECT], columnOrder: ['orders'] }
    assert.equal(on({ ...all, hasDown: false, errors: [error('up')] }), 'up-fails')
    assert.equal(on({ ...all, hasDown: false }), 'no-down')
    assert.equal(on({ ...all, errors: [error('down')] }), 'down-fails')
    assert.equal(on({ ...all, schemaKept: true, errors: [error('re-up')] }), 'down-empty')
    assert.equal(on({ ...all, errors: [error('re-up')] }), 'schema-differs')
    assert.equal(on({ ...all, schema: [], errors: [error('re-up')] }), 'rows-lost')
    const behind = { ...all, schema: [], rows: [] }
    assert.equal(on({ ...behind, errors: [error('re-up')] }), 'sequence-behind')
    assert.equal(on({ ...behind, sequences: [], errors: [error('re-up')] }), 're-up-fails')
    assert.equal(on({ ...behind, sequences: [] }), 're-up-differs')
    assert.equal(on({ columnOrder: ['orders'] }), 'column-order-only')
    assert.equal(on({}), 'identical')
  })

  it('calls no way down empty whose way up left the schema alone', () => {
    assert.equal(on({ schemaChanged: false, schemaKept: true }), 'identical')
    assert.equal(on({ schemaChanged: false, schemaKept: true, rows: [ROWS] }), 'rows-lost')
  })
})
