import assert from 'node:assert/strict'
import { startTestServer, type TestServer } from '../postgres.ts'
import { examined, factsOf } from './migration.ts'

const BASE = `
  CREATE SCHEMA shop;
  CREATE TABLE shop."Order Lines" ("Id" int PRIMARY KEY, txt text);
  INSERT INTO shop."Order Lines" SELECT g, 'x' FROM generate_series(1, 2000) g`

const BATCHES = `
DO $$ BEGIN
  FOR piece IN 0..9 LOOP
    UPDATE shop."Order Lines" SET txt = 'y' WHERE "Id" > piece * 200 AND "Id" <= (piece + 1) * 200;
    COMMIT;
  END LOOP;
END $$;`

describe('a migration that runs alone', () => {
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })

  after(() => server[Symbol.asyncDispose]())

  const alone = async (migration: string) =>
    await examined(await server.createDatabase(), { base: BASE, migration, examination: { probed: false } })

  it('has one name for a table whose name needs quotes, in its locks and in its work', async () => {
    const facts = await alone('ALTER TABLE shop."Order Lines" ADD CHECK (txt <> \'\');')
    const [statement] = factsOf(facts, 'statement.traced')
    const [work] = factsOf(facts, 'work.counted')
    assert.equal(work?.relation, 'shop."Order Lines"')
    assert.deepEqual(
      statement?.locks.map(({ relation, mode }) => [relation, mode]),
      [['shop."Order Lines"', 'AccessExclusiveLock']],
    )
  })

  it('counts what is read through an index: a foreign key may be checked by two of them', async () => {
    const facts = await alone(`
      CREATE INDEX ON shop."Order Lines" (txt); COMMIT;
      SET enable_seqscan = off;
      ALTER TABLE shop."Order Lines" ADD FOREIGN KEY ("Id") REFERENCES shop."Order Lines" ("Id");`)
    const work = factsOf(facts, 'work.counted').find(({ place }) => place?.line === 4)
    assert.ok((work?.rowsRead ?? 0) >= 4_000, JSON.stringify(work))
  })

  it('tells in how many transactions a block did its work that commits by itself', async () => {
    const [batches] = factsOf(await alone(BATCHES), 'work.counted')
    assert.deepEqual([batches?.rowsWritten, batches?.transactions], [2_000, 10])
    const [one] = factsOf(await alone(BATCHES.replace('COMMIT;', '')), 'work.counted')
    assert.deepEqual([one?.rowsWritten, one?.transactions], [2_000, undefined])
  })
})
