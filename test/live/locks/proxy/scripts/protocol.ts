import {
  bind,
  closeStatement,
  describePortal,
  describeStatement,
  execute,
  flush,
  parse,
  query,
  sync,
  toServer,
} from '../raw-client.ts'
import type { Scripts } from './script.ts'

const step = (sql: string, values?: readonly (string | null)[]) => [
  parse(sql),
  bind(values),
  describePortal(),
  execute(),
]

export const PROTOCOL: Scripts = {
  'one statement': [{ extended: 'SELECT * FROM accounts ORDER BY id' }],
  'parameters of many types': [
    { extended: 'SELECT $1::int + 1, $2::text, $3::jsonb, $4::bool', values: ['41', 'x', '{"a":1}', null] },
  ],
  'binary results': [{ extended: 'SELECT 1::int8, now() > $1, 2.5::numeric', values: ['2020-01-01'], binary: true }],
  'writes and what they return': [
    { extended: 'INSERT INTO accounts (name) VALUES ($1), ($2) RETURNING id', values: ['p', 'q'] },
    { extended: 'UPDATE accounts SET balance = $1', values: ['3'] },
    { extended: 'DELETE FROM orders' },
  ],
  'a failing write': [
    { extended: 'INSERT INTO accounts (name) VALUES ($1) RETURNING id', values: ['a1'] },
    { extended: 'INSERT INTO orders (account) VALUES (99) RETURNING id' },
  ],
  'no statement': [{ extended: '' }, { extended: '-- nothing' }],
  'a mistake of grammar': [{ extended: 'SELEKT 1' }, { extended: 'SELECT 1; SELECT 2' }],
  'a wrong parameter': [
    { extended: 'SELECT $1::int', values: ['x'] },
    { extended: 'SELECT $1::int', values: [] },
    { extended: 'SELECT $1', values: ['y'] },
  ],
  'a block': [
    { extended: 'BEGIN' },
    { extended: 'UPDATE accounts SET balance = 1' },
    { extended: 'SAVEPOINT a' },
    { extended: 'SELECT 1/0' },
    { extended: 'SELECT 1' },
    { extended: 'ROLLBACK TO a' },
    { extended: 'COMMIT' },
  ],
  'a failed block': [
    { extended: 'BEGIN' },
    { extended: 'SELECT 1/0' },
    { extended: 'SELECT 1' },
    'SELECT 2',
    { extended: 'COMMIT' },
  ],
  'a pipeline': [
    {
      raw: [
        ...step('SELECT 1'),
        ...step('INSERT INTO accounts (name) VALUES ($1)', ['pipe']),
        ...step('SELECT count(*) FROM accounts'),
        sync(),
      ],
    },
  ],
  'a pipeline that fails in the middle': [
    {
      raw: [
        ...step("INSERT INTO accounts (name) VALUES ('p1')"),
        ...step('SELECT 1/0'),
        ...step("INSERT INTO accounts (name) VALUES ('p2')"),
        sync(),
      ],
    },
    'TABLE accounts',
  ],
  'a pipeline that fails in Parse': [{ raw: [...step('SELECT 1'), ...step('SELEKT'), ...step('SELECT 2'), sync()] }],
  'a pipeline with a block': [
    {
      raw: [
        ...step('BEGIN'),
        ...step('UPDATE accounts SET balance = 2'),
        ...step('COMMIT'),
        ...step('SELECT 1/0'),
        sync(),
      ],
    },
    'TABLE accounts',
  ],
  'a pipeline with a deferred failure': [
    { raw: [...step('INSERT INTO orders (account) VALUES (99)'), ...step('SELECT 1'), sync()] },
  ],
  'a pipeline of many Syncs': [
    {
      raw: [...step('SELECT 1'), sync(), ...step('SELECT 1/0'), sync(), ...step('SELECT 3'), sync(), sync()],
      ready: 4,
    },
  ],
  'statements that want no block in a pipeline': [
    { raw: [...step('VACUUM accounts'), sync()] },
    { raw: [...step('SELECT 1'), ...step('VACUUM accounts'), sync()] },
    { raw: [...step('CREATE INDEX CONCURRENTLY ci ON accounts (balance)'), sync()] },
  ],
  'SET LOCAL in a pipeline': [
    { raw: [...step("SET LOCAL lock_timeout = '1s'"), ...step('SHOW lock_timeout'), sync()] },
    { raw: [...step('LOCK TABLE accounts'), ...step('SELECT 1'), sync()] },
    { raw: [...step('SELECT 1'), ...step('LOCK TABLE accounts'), sync()] },
  ],
  'CALL and DO with COMMIT': [
    { extended: 'CALL pay(1, 5)' },
    { extended: "DO $$ BEGIN INSERT INTO accounts (name) VALUES ('x'); COMMIT; END $$" },
    { extended: 'CALL pay($1, $2)', values: ['2', '3'] },
    'TABLE accounts',
  ],
  'named statements': [
    { raw: [parse('SELECT $1::int * 2', 's1'), describeStatement('s1'), sync()] },
    { raw: [bind(['4'], { statement: 's1' }), execute(), sync()] },
    { raw: [bind(['5'], { statement: 's1' }), describePortal(), execute(), sync()] },
    { raw: [closeStatement('s1'), sync()] },
    { raw: [bind(['5'], { statement: 's1' }), execute(), sync()] },
  ],
  'a name given twice': [
    { raw: [parse('SELECT 1', 's'), parse('SELECT 2', 's'), sync()] },
    { raw: [bind([], { statement: 's' }), execute(), sync()] },
  ],
  'named statements that are listed': [
    { raw: [parse('SELECT $1::int', 'named'), sync()] },
    'SELECT name, statement, from_sql FROM pg_prepared_statements',
    'DEALLOCATE named',
    { raw: [bind(['1'], { statement: 'named' }), sync()] },
  ],
  'a plan whose result changes': [
    { raw: [parse('SELECT * FROM accounts', 's'), bind([], { statement: 's' }), execute(), sync()] },
    'ALTER TABLE accounts ADD more int',
    { raw: [bind([], { statement: 's' }), execute(), sync()] },
  ],
  'the unnamed statement again': [
    { raw: [parse('SELECT $1::int'), sync()] },
    { raw: [bind(['1']), execute(), sync()] },
    { raw: [bind(['2']), execute(), sync()] },
  ],
  'the unnamed statement after a simple Query': [
    { raw: [parse('SELECT $1::int'), sync()] },
    'SELECT 7',
    { raw: [bind(['1']), execute(), sync()] },
    'SELECT 1/0',
    { raw: [describeStatement(), sync()] },
    { raw: [bind(), execute(), sync()] },
  ],
  'the unnamed portal after a simple Query': [
    'BEGIN',
    { raw: [parse('SELECT 1'), bind(), sync()] },
    'SELECT 8',
    { raw: [execute(), sync()] },
    'ROLLBACK',
    'SELECT 9',
    { raw: [execute(), sync()] },
  ],
  'named portals': [
    'BEGIN',
    { raw: [parse('SELECT * FROM accounts ORDER BY id'), bind([], { portal: 'c' }), execute(2, 'c'), sync()] },
    'SELECT name FROM pg_cursors',
    { raw: [execute(2, 'c'), execute(0, 'c'), execute(0, 'c'), sync()] },
    'FETCH c',
    'COMMIT',
  ],
  'rows by and by': [
    {
      raw: [
        parse('SELECT n FROM generate_series(1, 5) n'),
        bind(),
        describePortal(),
        execute(2),
        execute(2),
        execute(2),
        sync(),
      ],
    },
  ],
  'a portal that is not there': [
    { raw: [execute(0, 'nowhere'), sync()] },
    { raw: [describePortal('nowhere'), sync()] },
    { raw: [bind([], { statement: 'nowhere' }), sync()] },
    { raw: [closeStatement('nowhere'), sync()] },
  ],
  'Flush by the client': [
    { raw: [parse('SELECT 1'), flush(), bind(), flush(), describePortal(), execute(), flush(), sync()] },
  ],
  'a Query before its Sync': [
    {
      raw: [
        parse("INSERT INTO accounts (name) VALUES ('u')"),
        bind(),
        execute(),
        query('SELECT count(*) FROM accounts'),
        sync(),
      ],
      ready: 2,
    },
    { raw: [parse('SELEKT'), query('SELECT 1'), sync()] },
  ],
  'Sync alone': [{ raw: [sync()] }, { raw: [flush(), sync()] }],
  'two Queries at once': [{ raw: [query('SELECT 1'), query('SELECT 1/0'), query('SELECT 2; SELECT 3')], ready: 3 }],
  'a call of a function by its number': [
    { raw: [toServer('F', Buffer.from('000006200000000100000004fffffff90000', 'hex'))] },
    { raw: [toServer('F', Buffer.from('0001869f000000000000', 'hex'))] },
  ],
  'data without COPY': [{ raw: [toServer('d', Buffer.from('x\n')), toServer('c'), query('SELECT 1')] }],
  'a message that nobody knows': [{ raw: [toServer('y'), query('SELECT 1')] }],
  'schema changes with parameters around': [
    { extended: 'CREATE TABLE x (id int)' },
    { extended: 'ALTER TABLE accounts ADD y int' },
    { extended: 'INSERT INTO x VALUES ($1)', values: ['1'] },
    { extended: 'DROP TABLE x' },
  ],
  'a database made and dropped': [{ extended: 'CREATE DATABASE fresh2' }, { extended: 'DROP DATABASE fresh2' }],
  'notices and notifications': [
    { extended: 'LISTEN here' },
    { extended: "NOTIFY here, 'x'" },
    { extended: 'SELECT shout($1)', values: ['z'] },
    { extended: 'DROP TABLE IF EXISTS nowhere' },
  ],
}
