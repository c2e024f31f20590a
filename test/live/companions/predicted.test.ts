import assert from 'node:assert/strict'
import { startTestServer } from '../postgres.ts'
import { examined, factsOf } from './migration.ts'

const ROWS = 10_000

describe('durations at production’s size', () => {
  it('are predicted for the tables that a migration touches, where production has more of their rows', async () => {
    await using server = await startTestServer()
    const asked: (readonly string[])[] = []
    const rowsInProduction = (tables: readonly string[]) => {
      asked.push(tables)
      return ROWS
    }
    const facts = await examined(await server.createDatabase(), {
      base: 'CREATE TABLE orders (id int PRIMARY KEY, total int); CREATE TABLE other (id int)',
      migration: 'ALTER TABLE orders ALTER total TYPE bigint',
      examination: { rowsInProduction, holdMs: 100, in: 'probes' },
    })
    assert.deepEqual(asked, [['orders']])
    const [predicted] = factsOf(facts, 'duration.predicted')
    assert.equal(predicted?.rows, ROWS)
    assert.ok((predicted?.highMs ?? 0) >= (predicted?.lowMs ?? 0))
  })
})
