import assert from 'node:assert/strict'
import { hashOf } from '../../../harness/database/content.ts'
import { openLedger, whyUnreadable } from '../../../harness/database/ledger.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import { spell } from '../../../scenarios/lib/content.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

const ORDERS = { table: 'orders', query: null, key: 'reference', content: [] } as const

/** Types of keys, a value in the table, and how a client may spell it. */
const KEYS = [
  ['bigint', '7', ['7', '007']],
  ['uuid', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', ['3F2504E0-4F89-11D3-9A0C-0305E82C3301']],
  ['numeric', '1.50', ['1.5', '1.500']],
  ['timestamptz', '2026-11-21 06:12:00+00', ['2026-11-21T07:12:00+01:00']],
  ['char(6)', 'ab', ['ab']],
  ['varchar(20)', 'order-é "1", {a}\\', ['order-é "1", {a}\\']],
  ['date', '2026-11-21', ['2026-11-21']],
  ['bytea', '\\xdeadbeef', ['\\xDEADBEEF']],
  ['"Mood"', 'sad', ['sad']],
] as const

/** Types of content, what a client sent, and what a column of that type then holds. */
const CONTENT = [
  ['int', 900, '900'],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['numeric(10,2)', 1.5, '1.50'],
  ['numeric(10,2)', '1.50', '1.50'],
  ['numeric(10,2)', 12, '12.00'],
  ['double precision', 0.1, '0.1'],
  ['boolean', true, 'true'],
  ['text', 'naïve 🙂', 'naïve 🙂'],
  ['text', '', ''],
  ['text', null, null],
  ['char(6)', 'ab', 'ab'],
  ['uuid', '3F2504E0-4F89-11D3-9A0C-0305E82C3301', '3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ['timestamptz', '2026-11-21T06:12:00.500Z', '2026-11-21 06:12:00.5+00'],
  ['timestamptz', '2026-11-21T06:12:00Z', '2026-11-21 06:12:00+00'],
  ['timestamptz', 1_795_241_520_000, '2026-11-21 06:12:00+00'],
  ['timestamp', '2026-11-21T06:12:00.000Z', '2026-11-21 06:12:00'],
  ['date', '2026-11-21', '2026-11-21'],
  ['jsonb', { b: [1, { d: null, c: 'x' }], a: 1 }, '{"a": 1, "b": [1, {"c": "x", "d": null}]}'],
  ['text[]', ['a', 'b c'], '{a,"b c"}'],
  ['bytea', 'aGVsbG8=', '\\x68656c6c6f'],
] as const

for (const version of [16, 18] as const) {
  describe(`a ledger on PostgreSQL ${version}`, function () {
    this.timeout(60_000)
    let server: TestServer
    let address: DatabaseAddress
    before(async () => {
      server = await startTestServer(version)
      address = await server.createDatabase()
      await using session = await server.session(address)
      await session.run(`
        CREATE TYPE "Mood" AS ENUM ('sad', 'ok');
        CREATE TABLE orders (reference text, note varchar(20), amount numeric(10, 2));
        INSERT INTO orders VALUES ('a', 'one', 1.5), ('b', 'two', 2), ('b', 'two', 2), ('c', 'cut sho', 3)`)
    })
    after(() => server[Symbol.asyncDispose]())

    async function find(ledger: Parameters<typeof openLedger>[1], writes: readonly (string | readonly string[])[]) {
      await using open = await openLedger(address, ledger)
      assert.ok(open !== null)
      const sought = writes.map((write) =>
        typeof write === 'string' ? { key: write } : { key: write[0] ?? '', content: write.slice(1) },
      )
      return (await open.find(sought)).map(({ times, changed }) => [times, ...changed])
    }

    it('tells for each write, in order, how often it is there', async () => {
      assert.deepEqual(await find(ORDERS, ['c', 'b', 'lost', 'a', 'a']), [[1], [2], [0], [1], [1]])
    })

    it('finds keys of any type, however a client spells them', async () => {
      await using session = await server.session(address)
      for (const [type, value, spellings] of KEYS) {
        await session.run(`DROP TABLE IF EXISTS keyed; CREATE TABLE keyed (k ${type})`)
        await session.query(
          'INSERT INTO keyed SELECT v FROM (SELECT $1::text::text) AS t (v)'.replace('SELECT v', `SELECT v::${type}`),
          [value],
        )
        const found = await find({ ...ORDERS, table: 'keyed', key: 'k' }, [...spellings, 'undefined', '\0'])
        assert.deepEqual(found, [...spellings.map(() => [1]), [0], [0]], type)
      }
    })

    it('sees in a column what a client sent, and nothing else in its place', async () => {
      await using session = await server.session(address)
      for (const [type, sent, stored] of CONTENT) {
        await session.run(`DROP TABLE IF EXISTS told; CREATE TABLE told (k int, c ${type})`)
        await session.query(`INSERT INTO told VALUES (1, $1)`, [stored])
        const ledger = { ...ORDERS, table: 'told', key: 'k', content: [{ field: 'c', column: 'c' }] }
        const writes = [sent, 'something else'].map((value) => ['1', hashOf(spell(value))])
        assert.deepEqual(await find(ledger, writes), [[1], [1, 0]], `${type} ${JSON.stringify(sent)}`)
      }
    })

    it('compares only the fields that were told, and none of a write that is doubled', async () => {
      const content = [
        { field: 'note', column: 'note' },
        { field: 'amount', column: 'amount' },
      ]
      const hash = (value: unknown) => hashOf(spell(value))
      const writes = [
        ['a', hash('one'), hash(1.5)],
        ['a', hash('two'), hash(2.5)],
        ['a', '-', hash(1)],
        ['b', hash('other'), '-'],
        ['c', hash('cut short'), '-'],
      ]
      assert.deepEqual(await find({ ...ORDERS, content }, writes), [[1], [1, 0, 1], [1, 1], [2], [1, 0]])
    })

    it('asks by a query of the spec, over joins and expressions', async () => {
      const query = `SELECT upper(o.reference) AS ref, sum(o.amount) AS total
        FROM orders o WHERE o.reference = ANY ($1) GROUP BY o.reference -- of all`
      const ledger = {
        table: null,
        query: query.replace('upper(o.reference)', 'o.reference'),
        key: 'ref',
        content: [{ field: 't', column: 'total' }],
      }
      assert.deepEqual(
        await find(ledger, [
          ['b', hashOf('4')],
          ['x', '-'],
        ]),
        [[1], [0]],
      )
    })

    it('says what keeps it from being asked', async () => {
      const queried = (query: string) => whyUnreadable(address, { ...ORDERS, table: null, query })
      assert.equal(await whyUnreadable(address, ORDERS), null)
      assert.equal(
        await whyUnreadable(address, { ...ORDERS, key: 'nmae' }),
        'no column nmae; the columns are reference, note, amount',
      )
      assert.equal(await whyUnreadable(address, { ...ORDERS, table: 'ordres' }), 'no such table')
      const content = [{ field: 'note', column: 'remark' }]
      assert.equal(await whyUnreadable(address, { ...ORDERS, content }), 'no column remark')
      assert.equal(await queried('SELECT reference FROM orders WHERE reference = ANY ($1)'), null)
      assert.equal(
        await queried('SELECT reference FROM orders WHERE reference = $1'),
        'a query that takes text; it must ask with = ANY ($1)',
      )
      assert.equal(
        await queried('SELECT reference FROM orders'),
        'a query that takes no keys; it must ask with = ANY ($1)',
      )
      assert.equal(
        await queried('SELECT amount FROM orders WHERE reference = ANY ($1)'),
        'column l.reference does not exist (42703)',
      )
    })

    it('goes on without a column that is gone, and knows that it is', async () => {
      await using open = await openLedger(address, {
        ...ORDERS,
        content: [
          { field: 'x', column: 'x' },
          { field: 'note', column: 'note' },
        ],
      })
      assert.deepEqual(open?.gone, ['x'])
      const found = await open?.find([{ key: 'a', content: [hashOf('?'), hashOf('one')] }])
      assert.deepEqual(found, [{ times: 1, changed: [] }])
    })
  })
}
