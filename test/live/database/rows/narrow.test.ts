import assert from 'node:assert/strict'
import { narrowRows } from '../../../../harness/database/rows/narrow.ts'
import { compareRows, digestRows } from '../../../../harness/database/rows.ts'
import { twinsOf } from '../twin.ts'

const PAYMENTS = 40_000
const BASE = `
  CREATE TABLE payments (id bigint PRIMARY KEY, amount_cents int, note text);
  INSERT INTO payments SELECT i, i * 7, CASE WHEN i % 2 = 0 THEN 'note ' || i END FROM generate_series(1, ${PAYMENTS}) i;
  CREATE TABLE seats (hall text, seat int, taken boolean, PRIMARY KEY (seat, hall)) PARTITION BY LIST (hall);
  CREATE TABLE seats_a PARTITION OF seats FOR VALUES IN ('a');
  CREATE TABLE seats_b PARTITION OF seats FOR VALUES IN ('b');
  INSERT INTO seats SELECT h, i, false FROM unnest('{a,b}'::text[]) h, generate_series(1, 50) i;
  CREATE TABLE log (line text);
  INSERT INTO log SELECT 'line ' || i % 10 FROM generate_series(1, 100) i;
`

describe('narrowing a difference to its rows', function () {
  this.timeout(120_000)
  const twins = twinsOf(16, BASE)

  /** What a statement does to a table, on a clone; the digest must have seen it as well. */
  const narrowed = async (table: string, statement: string, options?: Parameters<typeof narrowRows>[3]) => {
    const { seen, rows } = await twins.after(statement, async (clone) => {
      const before = await digestRows(twins.address, undefined, { tables: [table] })
      const seen = compareRows(before, await digestRows(clone, before, { tables: [table] }))
      return { seen, rows: await narrowRows(twins.address, clone, table, options) }
    })
    assert.deepEqual(
      seen.map((one) => one.table),
      [table],
    )
    assert.ok(rows !== null)
    const { examples, ...told } = rows
    return { ...told, keys: examples.map(({ change, key }) => `${change} ${key.join()}`), examples }
  }

  it('names each row that changed, was lost or has come by its key, and the columns, with values masked', async () => {
    const { examples, ...told } = await narrowed(
      'payments',
      `UPDATE payments SET amount_cents = amount_cents + 1 WHERE id IN (17, 512, 9);
       UPDATE payments SET note = '' WHERE id = 9;
       DELETE FROM payments WHERE id = 30000; INSERT INTO payments VALUES (99999, 1, 'new')`,
    )
    assert.deepEqual(told, {
      ...{ missing: 1, added: 1, changed: 3, complete: true, key: ['id'], columns: ['amount_cents', 'note'] },
      keys: ['changed 9', 'changed 17', 'changed 512', 'missing 30000', 'added 99999'],
    })
    assert.deepEqual(examples[0]?.columns, [{ column: 'amount_cents' }, { column: 'note' }])
  })

  it('tells values where they are allowed, NULL from an empty text among them', async () => {
    const { examples } = await narrowed('payments', "UPDATE payments SET note = '' WHERE id = 9", { show: ['note'] })
    assert.deepEqual(examples, [{ change: 'changed', key: ['9'], columns: [{ column: 'note', was: null, is: '' }] }])
  })

  it('counts every row where all of them differ', async () => {
    const { changed, columns, examples } = await narrowed('payments', 'UPDATE payments SET amount_cents = 0')
    assert.deepEqual([changed, columns, examples.length], [PAYMENTS, ['amount_cents'], 20])
  })

  it('says that there are more where only a share was looked at', async () => {
    const options = { mostRows: 1_000 }
    const { changed, complete } = await narrowed('payments', 'UPDATE payments SET amount_cents = 0', options)
    assert.equal(complete, false)
    assert.ok(changed > 500 && changed <= 1_000, `${changed}`)
  })

  it('finds values that were swapped between rows', async () => {
    const swap = `UPDATE payments a SET amount_cents = b.amount_cents FROM payments b
      WHERE (a.id <= 400 AND b.id = a.id + 400) OR (a.id BETWEEN 401 AND 800 AND b.id = a.id - 400)`
    assert.equal((await narrowed('payments', swap)).changed, 800)
    for (let id = 1; id < 6; id += 2) {
      const two = `UPDATE payments a SET amount_cents = b.amount_cents FROM payments b WHERE (a.id, b.id) IN ((${id}, ${id + 1}), (${id + 1}, ${id}))`
      assert.deepEqual((await narrowed('payments', two)).keys, [`changed ${id}`, `changed ${id + 1}`])
    }
  })

  it('reads partitions as one table, with a key of two columns', async () => {
    const { keys, key, columns } = await narrowed('seats', 'UPDATE seats SET taken = true WHERE seat = 7')
    assert.deepEqual([keys, key, columns], [['changed 7,a', 'changed 7,b'], ['seat', 'hall'], ['taken']])
  })

  it('counts a row that is there twice for one that is gone, in a table without a key', async () => {
    const twice = `DELETE FROM log WHERE ctid = (SELECT min(ctid) FROM log WHERE line = 'line 1');
      INSERT INTO log VALUES ('line 2')`
    const { missing, added, changed, key } = await narrowed('log', twice)
    assert.deepEqual({ missing, added, changed, key }, { missing: 1, added: 1, changed: 0, key: [] })
  })

  it('holds columns against each other by name, and as text where their type is another one', async () => {
    const moved = `ALTER TABLE payments RENAME amount_cents TO old; ALTER TABLE payments ADD amount_cents numeric;
      UPDATE payments SET amount_cents = old; ALTER TABLE payments DROP old;
      UPDATE payments SET amount_cents = 119.00 WHERE id = 17`
    const { keys, columns } = await narrowed('payments', moved)
    assert.deepEqual([keys, columns], [['changed 17'], ['amount_cents']])
  })

  it('is null for a table that one of the databases has not', async () => {
    assert.equal(await narrowRows(twins.address, twins.address, 'nothing'), null)
  })
})
