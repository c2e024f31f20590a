import assert from 'node:assert/strict'
import { startTestServer } from '../postgres.ts'
import { examined, factsOf, sqlMigration } from './migration.ts'

const ROWS = 10_000

describe('durations at production’s size', () => {
  it('are predicted for the tables that a migration touches, where production has more of their rows', async () => {
    await using server = await startTestServer()
    const asked: (readonly string[])[] = []
    const rowsInProduction = (tables: readonly string[]) => {
      asked.push(tables)
      return ROWS
    }
    const up = 'ALTER TABLE orders ALTER total TYPE bigint'
    const back = { steps: [2], run: sqlMigration('ALTER TABLE orders ALTER total TYPE int').run }
    const facts = await examined(await server.createDatabase(), {
      base: 'CREATE TABLE orders (id int PRIMARY KEY, total int); CREATE TABLE other (id int)',
      migration: up,
      examination: { migration: { ...sqlMigration(up), back }, rowsInProduction, holdMs: 100, in: 'probes' },
    })
    const predictedBack = factsOf(facts, 'way-back.predicted')
    assert.deepEqual(
      predictedBack.map(({ migration, steps, rows }) => ({ migration, steps, rows })),
      [{ migration: 1, steps: [2], rows: ROWS }],
    )
    assert.deepEqual(asked, [['orders']])
    const [predicted] = factsOf(facts, 'duration.predicted')
    assert.equal(predicted?.rows, ROWS)
    assert.ok((predicted?.highMs ?? 0) >= (predicted?.lowMs ?? 0))
  })
})
