import assert from 'node:assert/strict'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

const BASE = `
  CREATE TYPE addr AS (street text, zip text);
  CREATE TABLE cust (id serial PRIMARY KEY, home addr, note text);
  INSERT INTO cust (home, note) SELECT ROW('s' || g, 'z' || g)::addr, 'n' FROM generate_series(1, 50) g;
  CREATE TABLE nokey (a int);
  INSERT INTO nokey SELECT generate_series(1, 50)`

describe('what no counter of the server tells', function () {
  this.timeout(120_000)
  let server: TestServer
  let ground: DatabaseAddress
  before(async () => {
    server = await startTestServer()
    ground = await server.createDatabase()
    await using session = await server.session(ground)
    await session.run(BASE)
  })
  after(() => server[Symbol.asyncDispose]())

  it('is compared all the same: attributes, doubled rows, sequences set back, counters switched off', async () => {
    const quietly = (way: string) => `SET track_counts = off; ${way}; RESET track_counts`
    const stairs = [
      stairOf('1', 'ALTER TYPE addr DROP ATTRIBUTE zip', 'ALTER TYPE addr ADD ATTRIBUTE zip text'),
      stairOf('2', 'ALTER TABLE nokey ADD c int', 'INSERT INTO nokey SELECT * FROM nokey; ALTER TABLE nokey DROP c'),
      stairOf('3', 'ALTER TABLE cust ADD y int', 'ALTER TABLE cust DROP y; ALTER SEQUENCE cust_id_seq RESTART WITH 1'),
      { ...stairOf('4', quietly("UPDATE cust SET note = 'gone' WHERE id < 6"), 'SELECT 1'), uncounted: true as const },
      stairOf('5', 'ALTER TABLE cust ADD z int', 'ALTER TABLE cust DROP z'),
    ]
    const told = stairsIn(await climbed(stairs, ground))
    assert.deepEqual(
      told.map(({ verdict, rows: [rows], sequences: [behind] = [] }) => [
        verdict,
        ...(rows === undefined ? [] : [rows.table, rows.lost, rows.doubled]),
        ...(behind === undefined ? [] : [behind.column, behind.next, behind.maximum]),
      ]),
      [
        ['rows-lost', 'cust', 50, undefined],
        ['rows-lost', 'nokey', 0, 50],
        ['sequence-behind', 'cust.id', 1, 50],
        ['rows-lost', 'cust', 5, undefined],
        ['identical'],
      ],
    )
  })
})
