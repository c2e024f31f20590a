import assert from 'node:assert/strict'
import { connect } from '../../../harness/database/session.ts'
import { STAIR_PREFIX } from '../../../harness/stairway/site.ts'
import { groundOf } from './ground.ts'
import { climbed, stairOf, stairsIn } from './stairs.ts'

const BASE = `
  CREATE TABLE orders (id int PRIMARY KEY, note text, code varchar(20) NOT NULL DEFAULT 'none');
  INSERT INTO orders SELECT g, 'note ' || g, 'code ' || g FROM generate_series(1, 40) g;
  CREATE TABLE untouched (id int);
  INSERT INTO untouched SELECT generate_series(1, 10)`

describe('climbing a stairway', function () {
  this.timeout(120_000)
  const ground = groundOf(BASE)

  it('gives each way its verdict, in order, each on what those before it left', async () => {
    const stairs = [
      stairOf('01', 'ALTER TABLE orders ADD COLUMN total int', 'ALTER TABLE orders DROP COLUMN total'),
      stairOf('02', 'CREATE INDEX ON orders (total)', '-- not needed'),
      stairOf('03', 'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int', 'ALTER TABLE orders DROP COLUMN a'),
      stairOf('04', 'ALTER TABLE orders DROP COLUMN note', 'ALTER TABLE orders ADD COLUMN note text'),
      stairOf('05', 'ALTER TABLE orders DROP COLUMN a', 'ALTER TABLE orders ADD COLUMN a int'),
      stairOf('06', 'CREATE TABLE tags (id int)', 'DROP TABLE tag'),
      stairOf('07', 'CREATE VIEW v AS SELECT id FROM orders', null),
      stairOf('08', "UPDATE orders SET code = left(code, 4) || '!' WHERE id < 4", 'SELECT 1'),
      stairOf(
        '09',
        "CREATE TYPE mood AS ENUM ('good'); SELECT 1 / (CASE WHEN count(*) > 0 THEN 1 ELSE 0 END) FROM untouched",
        'DROP TYPE mood; DELETE FROM untouched',
      ),
      stairOf('10', 'ALTER TABLE orders ALTER code TYPE text', 'ALTER TABLE orders ALTER code TYPE varchar(20)'),
      stairOf('11', 'INSERT INTO untouched SELECT 11', 'SELECT 1'),
      stairOf('12', 'nonsense', 'nonsense'),
      stairOf('13', 'SELECT 1', 'SELECT 1'),
    ]
    const entries = await climbed(stairs, ground())
    const told = stairsIn(entries)
    assert.deepEqual(
      told.map(({ name, verdict }) => [name.slice(0, 2), verdict]),
      [
        ['01', 'identical'],
        ['02', 'down-empty'],
        ['03', 'schema-differs'],
        ['04', 'rows-lost'],
        ['05', 'column-order-only'],
        ['06', 'down-fails'],
        ['07', 'no-down'],
        ['08', 'rows-lost'],
        ['09', 'rows-lost'],
        ['10', 'identical'],
        ['11', 'rows-lost'],
        ['12', 'up-fails'],
      ],
    )
    assert.deepEqual(
      told[2]?.schema.map(({ object, change }) => [object, change]),
      [['column public.orders.b', 'added']],
    )
    const { narrowed, ...rows } = told[3]?.rows[0] ?? {}
    assert.deepEqual(rows, {
      ...{ table: 'orders', rowsBefore: 40, rowsAfter: 40, columns: [{ column: 'note', before: 40, after: 0 }] },
      ...{ lost: 40, generated: false },
    })
    assert.deepEqual([narrowed?.changed, narrowed?.key], [40, ['id']])
    assert.equal(told[7]?.rows[0]?.lost, 3)
    assert.deepEqual(told[7]?.rows[0]?.columns, [{ column: 'code', before: 40, after: 40 }])
    assert.deepEqual(told[8]?.rows[0]?.lost, 10)
    assert.deepEqual(
      told[8]?.errors.map(({ when, sqlstate }) => [when, sqlstate]),
      [['re-up', '22012']],
    )
    assert.deepEqual(told[9]?.touched, ['orders'])
    assert.deepEqual([told[10]?.rows[0]?.lost, told[10]?.rows[0]?.rowsAfter], [0, 11])
    assert.match(told[5]?.errors[0]?.message ?? '', /06\.down\.sql:1: table "tag" does not exist/)
    const ended = entries.at(-1)
    assert.ok(ended?.kind === 'stairway.ended')
    assert.deepEqual([ended.climbed, ended.stopped], [12, '12.up.sql fails on its way up'])
  })

  it('leaves the ground as it was, and neither copies nor roles on the server', async () => {
    const stairs = [
      stairOf(
        '1',
        'CREATE ROLE reporting; GRANT SELECT ON orders TO reporting',
        'DROP OWNED BY reporting; DROP ROLE reporting',
      ),
      stairOf('2', 'GRANT SELECT ON untouched TO reporting', 'REVOKE SELECT ON untouched FROM reporting'),
      stairOf('3', 'DROP TABLE orders', null),
    ]
    const told = stairsIn(await climbed(stairs, ground()))
    assert.deepEqual(
      told.map(({ verdict }) => verdict),
      ['identical', 'identical', 'no-down'],
    )
    await using session = await connect(ground(), 'test')
    const [left] = await session.query(
      `SELECT (SELECT count(*) FROM pg_database WHERE starts_with(datname, '${STAIR_PREFIX}')) AS copies,
              (SELECT count(*) FROM pg_roles WHERE rolname = 'reporting') AS roles, (SELECT count(*) FROM orders) AS orders`,
    )
    assert.deepEqual(left, { copies: 0, roles: 0, orders: 40 })
  })
  it('tells a way down that no tool can fly from one that asks for no transaction', async () => {
    const index = (way: string) =>
      `${way} INDEX CONCURRENTLY by_code${way === 'CREATE' ? ' ON orders (code)' : ''}; SELECT 1`
    const stairs = [true, false, 'always' as const].map((transaction, at) =>
      stairOf(
        `${at + 1}`,
        index('CREATE').replace('by_code', `by_code_${at}`),
        index('DROP').replace('by_code', `by_code_${at}`),
        transaction,
      ),
    )
    const told = stairsIn(await climbed(stairs, ground()))
    assert.deepEqual(
      told.map(({ verdict, errors: [error] }) => [verdict, error?.sqlstate]),
      [
        ['identical', undefined],
        ['identical', undefined],
        ['up-fails', '25001'],
      ],
    )
  })

  it('fills what is empty, so that lost values show, and takes back rows that a way up refuses', async () => {
    const stairs = [
      stairOf('1', 'CREATE TABLE payments (id int PRIMARY KEY, scheme text)', 'DROP TABLE payments'),
      stairOf('2', 'ALTER TABLE payments DROP COLUMN scheme', 'ALTER TABLE payments ADD COLUMN scheme text'),
      stairOf('3', 'ALTER TABLE payments ADD CHECK (id < 0)', 'ALTER TABLE payments DROP CONSTRAINT payments_id_check'),
    ]
    const told = stairsIn(await climbed(stairs, ground(), { rows: 12 }))
    assert.deepEqual(
      told.map(({ verdict, populated }) => [verdict, populated]),
      [
        ['identical', []],
        ['rows-lost', ['payments']],
        ['identical', []],
      ],
    )
    const { columns, generated, rowsBefore } = told[1]?.rows[0] ?? {}
    assert.deepEqual(
      [generated, rowsBefore, columns?.map(({ column, after }) => [column, after])],
      [true, 12, [['scheme', 0]]],
    )
    assert.match(
      told[2]?.untested[0] ?? '',
      /^payments: without rows, for the way up refuses generated ones \(3\.up\.sql:1: check /,
    )
  })
})
