import assert from 'node:assert/strict'
import { startTestServer, type TestServer } from '../postgres.ts'
import { examined, factsOf } from './migration.ts'

const BASE = `
  CREATE TABLE orders (id bigserial PRIMARY KEY, note text);
  INSERT INTO orders (note) SELECT 'x' FROM generate_series(1, 100)`

describe('a migration that locks a sequence', () => {
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })

  after(() => server[Symbol.asyncDispose]())

  it('stalls whoever takes numbers from it behind a writer that has taken one', async () => {
    const facts = await examined(await server.createDatabase(), {
      base: BASE,
      migration: 'ALTER SEQUENCE orders_id_seq INCREMENT BY 50;',
      traffic: "INSERT INTO orders (note) VALUES ('y');",
    })
    const idle = factsOf(facts, 'trial.started').find(({ scenario }) => scenario === 'idle-writer')
    const stalls = factsOf(facts, 'stall.felt').filter(({ trial }) => trial === idle?.trial)
    assert.deepEqual(new Set(stalls.map(({ by }) => by)), new Set(['probe-write', 'traffic']))
    for (const { longestMs, lock } of stalls) {
      assert.ok(longestMs > 1_000, `${longestMs} ms`)
      assert.deepEqual(lock, { relation: 'orders_id_seq', mode: 'ShareRowExclusiveLock', granted: false })
    }
    assert.deepEqual(factsOf(facts, 'trial.broken'), [])
    assert.deepEqual(factsOf(facts, 'harm.felt'), [])
    assert.deepEqual(
      factsOf(facts, 'trials.covered').flatMap(({ untested }) => untested),
      [],
    )
  })
})
