import assert from 'node:assert/strict'
import { readMarks, touchedTables } from '../../../../harness/database/marks.ts'
import { LARGE_OBJECTS } from '../../../../harness/database/rows/large-objects.ts'
import { narrowRows } from '../../../../harness/database/rows/narrow.ts'
import { compareRows, digestRows } from '../../../../harness/database/rows.ts'
import { twinsOf } from '../twin.ts'

const BASE = `
  CREATE ROLE clerk;
  CREATE TABLE orders (id int PRIMARY KEY, cents int);
  INSERT INTO orders SELECT i, i * 7 FROM generate_series(1, 100) i;
  CREATE MATERIALIZED VIEW totals AS SELECT id % 10 AS shop, sum(cents) AS cents FROM orders GROUP BY 1;
  CREATE UNIQUE INDEX ON totals (shop);
  CREATE MATERIALIZED VIEW stale AS SELECT count(*) AS orders FROM orders;
  CREATE MATERIALIZED VIEW never AS SELECT id FROM orders WITH NO DATA;
  INSERT INTO orders VALUES (101, 0);
  SELECT lo_from_bytea(5001, convert_to(repeat('letter ', 1000), 'utf8')), lo_from_bytea(5002, 'x'), lo_create(5003);
`

/** What was done, and the differences that it makes: table, rows before, rows after. */
const DONE: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
  ['COMMENT ON MATERIALIZED VIEW totals IS $$ seen $$', []],
  // Refreshed after its rows were changed and put back is as it was; so is one that was behind and no longer is.
  ['REFRESH MATERIALIZED VIEW totals; REFRESH MATERIALIZED VIEW stale; REFRESH MATERIALIZED VIEW never', []],
  [
    'UPDATE orders SET cents = 0 WHERE id = 7; REFRESH MATERIALIZED VIEW totals; UPDATE orders SET cents = 49 WHERE id = 7',
    [['totals', 10, 10]],
  ],
  ['REFRESH MATERIALIZED VIEW totals WITH NO DATA', [['totals', 10, 0]]],
  ['DROP MATERIALIZED VIEW totals', [['totals', 10, null]]],
  ["SELECT lo_put(5001, 6999, '!')", [[LARGE_OBJECTS, 3, 3]]],
  // The same zeros, once as a page and once as a gap before the last page, and an object that grew by them.
  ["SELECT lo_put(5002, 0, 'x')", []],
  ["SELECT lo_put(5003, 0, '\\x00')", [[LARGE_OBJECTS, 3, 3]]],
  ['ALTER LARGE OBJECT 5002 OWNER TO clerk', [[LARGE_OBJECTS, 3, 3]]],
  ['GRANT SELECT ON LARGE OBJECT 5002 TO clerk', [[LARGE_OBJECTS, 3, 3]]],
  ['GRANT ALL ON LARGE OBJECT 5002 TO app', []],
  ['COMMENT ON LARGE OBJECT 5003 IS $$ empty $$', [[LARGE_OBJECTS, 3, 3]]],
  ['SELECT lo_unlink(5003)', [[LARGE_OBJECTS, 3, 2]]],
  ['SELECT lo_unlink(oid) FROM pg_largeobject_metadata', [[LARGE_OBJECTS, 3, 0]]],
]

/** A clone takes its time: other versions are asked for a refresh, a page, an owner and a number. */
const IN_SHORT = DONE.filter((_, at) => [2, 5, 8, 12].includes(at))

for (const version of [16, 17, 18] as const) {
  const done = version === 17 ? DONE : IN_SHORT
  describe(`the row digest of materialised views and large objects on PostgreSQL ${version}`, function () {
    this.timeout(60_000)
    const twins = twinsOf(version, BASE)

    it('sees each difference of their contents, owners and rights, and none where there is none', async () => {
      const before = await digestRows(twins.address)
      for (const [statement, expected] of done) {
        const seen = await twins.after(statement, async (clone) => compareRows(before, await digestRows(clone, before)))
        assert.deepEqual(
          seen.map(({ table, rowsBefore, rowsAfter }) => [table, rowsBefore, rowsAfter]),
          expected,
          statement,
        )
      }
    })

    it('knows a materialised view that is not populated', async () => {
      const before = await digestRows(twins.address)
      const emptied = 'REFRESH MATERIALIZED VIEW totals WITH NO DATA'
      const seen = await twins.after(emptied, async (clone) => compareRows(before, await digestRows(clone, before)))
      assert.deepEqual(seen, [{ table: 'totals', rowsBefore: 10, rowsAfter: 0, unpopulated: true }])
    })

    it('narrows a difference to the keys of a view and the numbers of large objects', async () => {
      const changed = `UPDATE orders SET cents = 0 WHERE id = 7; REFRESH MATERIALIZED VIEW totals;
        SELECT lo_put(5001, 5, '!'), lo_unlink(5002), lo_create(5004)`
      const [view, objects] = await twins.after(changed, (clone) =>
        Promise.all(['totals', LARGE_OBJECTS].map((table) => narrowRows(twins.address, clone, table))),
      )
      const told = (rows: typeof view) => rows?.examples.map(({ change, key }) => `${change} ${key}`)
      assert.deepEqual([view?.key, told(view), view?.columns], [['shop'], ['changed 7'], ['cents']])
      assert.deepEqual(told(objects), ['changed 5001', 'missing 5002', 'added 5004'])
      assert.deepEqual([objects?.key, objects?.columns], [['oid'], ['content']])
    })

    it('is asked for when somebody touched them, and only then', async () => {
      const before = await readMarks(twins.address)
      const touched = async (statement: string) => {
        await using session = await twins.session()
        await session.run(statement)
        await session[Symbol.asyncDispose]()
        return touchedTables(before, [await readMarks(twins.address)])
      }
      assert.deepEqual(await touched('SELECT count(*) FROM totals'), [])
      assert.deepEqual(await touched('REFRESH MATERIALIZED VIEW CONCURRENTLY totals'), [])
      assert.deepEqual(await touched('REFRESH MATERIALIZED VIEW totals'), ['totals'])
      assert.deepEqual(await touched("SELECT lo_put(5002, 0, 'y')"), ['totals', LARGE_OBJECTS])
    })
  })
}

describe('the row digest of a database without large objects', function () {
  this.timeout(60_000)
  const twins = twinsOf(17, 'CREATE TABLE orders (id int)')

  it('lists none, and finds those that were left behind', async () => {
    const before = await digestRows(twins.address)
    assert.deepEqual(
      before.tables.map(({ table }) => table),
      ['orders'],
    )
    const made = await twins.after('SELECT lo_create(5001)', async (clone) =>
      compareRows(before, await digestRows(clone, before)),
    )
    assert.deepEqual(made, [{ table: LARGE_OBJECTS, rowsBefore: 0, rowsAfter: 1 }])
  })
})
