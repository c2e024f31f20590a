import assert from 'node:assert/strict'
import { identifier, literal } from '../../../../harness/database/naming.ts'
import { compareRows, digestRows, type RowDigest } from '../../../../harness/database/rows.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { SAMPLES } from './samples.ts'

const OTHER_SETTINGS = [
  `"TimeZone" = 'Asia/Kathmandu'`,
  `"DateStyle" = 'German, DMY'`,
  `"IntervalStyle" = 'sql_standard'`,
  'extra_float_digits = -10',
  `bytea_output = 'escape'`,
  'search_path = pg_catalog, public',
  'quote_all_identifiers = on',
]

/** Everything that a user may put into a column: types of PostgreSQL's own are walked, these are made by users. */
const OWN_TYPES = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE DOMAIN price AS numeric CHECK (VALUE >= 0);
  CREATE DOMAIN dear AS price;
  CREATE TYPE pair AS (amount numeric, mood mood);
  CREATE TYPE span AS RANGE (subtype = float8);
  CREATE EXTENSION citext;
  CREATE COLLATION folded (provider = icu, deterministic = false, locale = 'und-u-ks-level2');
  CREATE DOMAIN label AS text COLLATE folded;
`
const OWN: Readonly<Record<string, readonly string[]>> = {
  mood: ['sad', 'happy'],
  price: ['1.0', '1.00'],
  dear: ['1.0', '1.00'],
  pair: ['(1.0,sad)', '(1.00,sad)', '(1.0,happy)', '(1.0,)', '(,)'],
  citext: ['a', 'A', ''],
  label: ['a', 'A', ''],
  span: ['[0,1)', '[-0,1)', 'empty'],
}

describe('the row digest of every type', function () {
  this.timeout(120_000)
  let server: TestServer
  before(async () => {
    server = await startTestServer(18)
  })
  after(() => server[Symbol.asyncDispose]())

  /** One table per value, so that one digest has all of them. */
  const tablesOf = (type: string, values: readonly string[], arrays: boolean) => {
    const alone = [...values.map(literal), 'NULL']
    const listed = [...values.map((value) => `ARRAY[${literal(value)}]`), 'NULL', 'ARRAY[NULL]', "'{}'"]
    return [
      ...alone.map((value, at) => table(`${type} ${at}`, identifier(type), value)),
      ...(arrays ? listed.map((value, at) => table(`${type}[] ${at}`, `${identifier(type)}[]`, value)) : []),
    ].join('\n')
  }
  const table = (name: string, type: string, value: string) =>
    `CREATE TABLE "${name}" (id int, v ${type}); INSERT INTO "${name}" VALUES (1, ${value}::${type});`

  const assertAllDiffer = ({ tables }: RowDigest) => {
    const seen = new Map<string, string>()
    const alike = tables.flatMap(({ table, digest }) => {
      const key = `${table.replace(/ \d+"$/, '')} ${digest}`
      const other = seen.get(key)
      seen.set(key, table)
      return other === undefined ? [] : [`${other} = ${table}`]
    })
    assert.deepEqual(alike, [])
  }

  it('tells every two values of every built-in type apart, alone and in an array, whatever the settings', async () => {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    const types = await session.query<{ type: string; arrays: boolean }>(
      `SELECT typname AS type, typarray <> 0 AS arrays FROM pg_type
       WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm') AND typcategory <> 'A' AND typrelid = 0`,
    )
    const untold: string[] = []
    for (const { type, arrays } of types) {
      const values = SAMPLES[type]
      const input = session.query(`SELECT ${literal(values?.[0] ?? '')}::${identifier(type)}`)
      const refusal = await input.then(
        () => null,
        (error: { code?: string }) => error.code ?? 'unknown',
      )
      // 0A000: the type takes no values from anybody, or the server was built without its library.
      if (refusal === '0A000') continue
      if (values === undefined || refusal !== null) untold.push(`${type} ${refusal}`)
      else await session.run(tablesOf(type, values, arrays))
    }
    assert.deepEqual(untold, [])
    const digest = await digestRows(address)
    assert.ok(digest.tables.length > 450, `${digest.tables.length} values`)
    assertAllDiffer(digest)
    for (const setting of OTHER_SETTINGS) await session.run(`ALTER DATABASE ${address.database} SET ${setting}`)
    assert.deepEqual(compareRows(digest, await digestRows(address, digest)), [])
    assert.deepEqual(compareRows(digest, await digestRows(address)), [])
  })

  it('tells values of own types apart, and is the same after types were dropped and made again', async () => {
    const make = async () => {
      const address = await server.createDatabase()
      await using session = await server.session(address)
      await session.run(OWN_TYPES)
      for (const [type, values] of Object.entries(OWN)) await session.run(tablesOf(type, values, true))
      return address
    }
    const digest = await digestRows(await make())
    assertAllDiffer(digest)
    const again = await make()
    assert.deepEqual(compareRows(digest, await digestRows(again, digest)), [])
  })

  it('takes a calculated NaN for a written one, as everybody who reads them does', async () => {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run("CREATE TABLE t (f float8, g float4); INSERT INTO t VALUES ('NaN', 'NaN')")
    const digest = await digestRows(address)
    await session.run(
      "UPDATE t SET f = 'Infinity'::float8 - 'Infinity'::float8, g = 'Infinity'::float4 - 'Infinity'::float4",
    )
    assert.deepEqual(compareRows(digest, await digestRows(address, digest)), [])
  })

  it('reads a column of another type as text: equal where the texts are, and else not', async () => {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(`
      CREATE TABLE kept (id int, n int, v varchar(9), b bigint, d date, j json, f float8, m uuid);
      CREATE TABLE lost (id int, n int);
      INSERT INTO kept SELECT i, i, 'v' || i, i * 5000000000, '2026-01-01'::date + i, '{"a": 1}', i / 8.0, gen_random_uuid()
        FROM generate_series(1, 20) i;
      INSERT INTO kept (id) VALUES (21);
      INSERT INTO lost SELECT i, i FROM generate_series(1, 20) i;`)
    const digest = await digestRows(address)
    await session.run(`
      ALTER TABLE kept ALTER n TYPE numeric, ALTER v TYPE char(3), ALTER b TYPE text, ALTER d TYPE text, ALTER j TYPE text,
        ALTER f TYPE text, ALTER m TYPE text;
      ALTER TABLE lost ALTER n TYPE numeric(9, 2);`)
    const after = await digestRows(address, digest)
    assert.deepEqual(compareRows(digest, after), [
      { table: 'kept', rowsBefore: 21, rowsAfter: 21, columnsAsText: ['b', 'd', 'f', 'j', 'm', 'n', 'v'] },
      { table: 'lost', rowsBefore: 20, rowsAfter: 20, columnsAsText: ['n'] },
    ])
    await session.run('ALTER TABLE kept ALTER v TYPE text')
    await session.run("UPDATE kept SET v = 'v' || id WHERE id <= 20")
    assert.deepEqual(
      compareRows(digest, await digestRows(address, digest)).map((one) => one.table),
      ['lost'],
    )
  })
})
