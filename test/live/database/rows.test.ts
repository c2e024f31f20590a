import assert from 'node:assert/strict'
import { compareRows, digestRows } from '../../../harness/database/rows.ts'
import { tableSizes } from '../../../harness/database/sizes.ts'
import { twinsOf } from './twin.ts'

const BASE = `
  CREATE TABLE things (id int PRIMARY KEY, n numeric, t text, f float8, j jsonb, b bytea, at timestamptz);
  INSERT INTO things SELECT i, i / 4.0, 'text ' || i, i / 3.0, jsonb_build_object('i', i), decode(md5(i::text), 'hex'), now() FROM generate_series(1, 500) i;
  INSERT INTO things VALUES (501, 1.0, '', 0, NULL, NULL, NULL);
  CREATE TABLE empty_one (id int);
  CREATE TABLE parts (id int, k int) PARTITION BY LIST (k);
  CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
  INSERT INTO parts SELECT i, 1 FROM generate_series(1, 10) i;
`

const DIFFERENCES = [
  'UPDATE things SET t = NULL WHERE id = 501',
  'UPDATE things SET n = 1.00 WHERE id = 501',
  "UPDATE things SET f = '-0' WHERE id = 501",
  'UPDATE things SET j = \'{"i": 2}\' WHERE id = 1',
  "UPDATE things SET b = b || '\\x00' WHERE id = 3",
  "UPDATE things SET at = at + interval '1 microsecond' WHERE id = 9",
  'DELETE FROM things WHERE id = 100',
  'UPDATE things a SET t = b.t FROM things b WHERE (a.id, b.id) IN ((1, 2), (2, 1))',
  'INSERT INTO empty_one VALUES (1)',
  'UPDATE parts SET id = 11 WHERE id = 10',
  'INSERT INTO parts SELECT * FROM parts WHERE id = 1',
]

describe('the row digest', function () {
  this.timeout(120_000)
  const twins = twinsOf(17, BASE)

  const onClone = (statement: string) =>
    twins.after(statement, async (clone) => {
      const before = await digestRows(twins.address)
      return compareRows(before, await digestRows(clone, before))
    })

  it('sees each single difference of one row', async () => {
    for (const statement of DIFFERENCES) assert.equal((await onClone(statement)).length, 1, statement)
  })

  it('names the table and counts its rows on both sides', async () => {
    assert.deepEqual(await onClone('DELETE FROM things WHERE id > 400'), [
      { table: 'things', rowsBefore: 501, rowsAfter: 400 },
    ])
  })

  it('is equal however the rows are ordered and wherever a column stands', async () => {
    const moved =
      'ALTER TABLE things RENAME t TO old; ALTER TABLE things ADD t text; UPDATE things SET t = old; ALTER TABLE things DROP old'
    assert.deepEqual(await onClone(moved), [])
    // That the type is another one is the catalog's news.
    assert.deepEqual(await onClone('ALTER TABLE things ALTER id TYPE bigint'), [])
    assert.deepEqual(await onClone('CLUSTER things USING things_pkey'), [])
  })

  it('minds no column that was left behind, but the rows beside it', async () => {
    assert.deepEqual(await onClone("ALTER TABLE things ADD extra text DEFAULT 'x'"), [])
    assert.deepEqual(await onClone('ALTER TABLE things ADD extra text; UPDATE things SET n = 0 WHERE id = 7'), [
      { table: 'things', rowsBefore: 501, rowsAfter: 501 },
    ])
  })

  it('names the column that a table lost', async () => {
    assert.deepEqual(await onClone('ALTER TABLE things DROP t; ALTER TABLE things ADD t2 text'), [
      { table: 'things', rowsBefore: 501, rowsAfter: 501, columnsLost: ['t'] },
    ])
  })

  it('does not depend on the settings of a session or database', async () => {
    assert.deepEqual(
      await onClone(
        "ALTER DATABASE clone SET timezone = 'Asia/Tokyo'; ALTER DATABASE clone SET extra_float_digits = -10",
      ),
      [],
    )
  })

  it('counts rows for the report', async () => {
    const sizes = await tableSizes(twins.address)
    assert.deepEqual(
      sizes.map(({ table, rows }) => [table, rows]),
      [
        ['empty_one', 0],
        ['parts', 10],
        ['things', 501],
      ],
    )
  })
})
