import assert from 'node:assert/strict'
import { groundOf } from './ground.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

const BASE = `
  CREATE TYPE addr AS (street text, zip text);
  CREATE TABLE cust (id serial PRIMARY KEY, home addr, note text);
  INSERT INTO cust (home, note) SELECT ROW('s' || g, 'z' || g)::addr, 'n' FROM generate_series(1, 50) g;
  CREATE TABLE nokey (a int);
  INSERT INTO nokey SELECT generate_series(1, 50);
  CREATE TABLE customer_migrations (id int PRIMARY KEY, note text);
  INSERT INTO customer_migrations SELECT generate_series(1, 100), 'n'`

describe('what no counter of the server tells', function () {
  this.timeout(120_000)
  const ground = groundOf(BASE)

  it('is compared all the same: attributes, doubled rows, sequences set back, counters switched off', async () => {
    const quietly = (way: string) => `SET track_counts = off; ${way}; RESET track_counts`
    const stairs = [
      stairOf('1', 'ALTER TYPE addr DROP ATTRIBUTE zip', 'ALTER TYPE addr ADD ATTRIBUTE zip text'),
      stairOf('2', 'ALTER TABLE nokey ADD c int', 'INSERT INTO nokey SELECT * FROM nokey; ALTER TABLE nokey DROP c'),
      stairOf('3', 'ALTER TABLE cust ADD y int', 'ALTER TABLE cust DROP y; ALTER SEQUENCE cust_id_seq RESTART WITH 1'),
      { ...stairOf('4', quietly("UPDATE cust SET note = 'gone' WHERE id < 6"), 'SELECT 1'), uncounted: true as const },
      stairOf('5', 'ALTER TABLE cust ADD z int', 'ALTER TABLE cust DROP z'),
    ]
    const told = stairsIn(await climbed(stairs, ground()))
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

  it('is a tool’s own by more than its name where a tool goes', async () => {
    const note =
      "CREATE TABLE IF NOT EXISTS app_migrations (id serial, name text); INSERT INTO app_migrations (name) VALUES ('x')"
    const byTool = (name: string, up: string, down: string) => ({ ...stairOf(name, up, down), files: [] })
    const stairs = [
      byTool('1', `${note}; ALTER TABLE nokey ADD b int`, 'DELETE FROM app_migrations; ALTER TABLE nokey DROP b'),
      byTool('2', `${note}; UPDATE customer_migrations SET note = 'lost'`, `${note}; SELECT 1`),
      byTool('3', 'DROP TABLE customer_migrations', 'CREATE TABLE customer_migrations (id text)'),
    ]
    const told = stairsIn(await climbed(stairs, ground()))
    assert.deepEqual(
      told.map(({ verdict, schema, rows }) => [
        verdict,
        schema.length > 0,
        ...rows.map(({ table, lost }) => [table, lost]),
      ]),
      [
        ['identical', false],
        ['rows-lost', false, ['customer_migrations', 100]],
        ['schema-differs', true, ['customer_migrations', 100]],
      ],
    )
  })
})
