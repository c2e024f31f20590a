import type { Scripts } from './script.ts'

const PAY = 'UPDATE accounts SET balance = balance + 1 WHERE id = 1'
const LONG = 'n'.repeat(70)

export const STRINGS: Scripts = {
  'two selects': ['SELECT 1; SELECT 2'],
  'trailing semicolons and comments': ['SELECT 1;; -- end\n;/* more */', '/* a */ SELECT 1; -- b\n SELECT 2 -- c'],
  'nothing but comments': ['-- nothing', '/* nothing */ ;', ';;;', '   ', ''],
  'an error in the first of three': ['SELECT 1/0; SELECT 1; SELECT 2'],
  'an error in the second of three': [`${PAY}; SELECT 1/0; ${PAY}`, 'TABLE accounts'],
  'an error in the last of three': [`${PAY}; ${PAY}; SELECT 1/0`, 'TABLE accounts'],
  'an error of grammar in the last': [`${PAY}; SELECT 1; SELEKT 2`, 'TABLE accounts'],
  'an error of grammar in the first': [`SELEKT; ${PAY}`],
  'an unknown column after text of many bytes': [
    "SELECT 'äöü €😀'; SELECT 1;\n  SELECT no_such_column, 'ü'",
    "SELECT '😀', no_such",
  ],
  'an unknown table in the middle': [`${PAY};\n\nSELECT *\nFROM nowhere;\n${PAY}`],
  'a table made and used': ['CREATE TABLE made (id int); INSERT INTO made VALUES (1), (2); SELECT * FROM made'],
  'a type made and used': [
    "CREATE TYPE size AS ENUM ('s', 'l'); CREATE TABLE shirts (s size); INSERT INTO shirts VALUES ('l'); TABLE shirts",
  ],
  'a function made and used': [
    'CREATE FUNCTION two() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$; SELECT two(); DROP FUNCTION two()',
  ],
  'an enum value added and used': ["ALTER TYPE mood ADD VALUE 'glad'; SELECT 'glad'::mood", "SELECT 'glad'::mood"],
  'a table made and dropped by an error': [
    'CREATE TABLE made (id int); INSERT INTO made VALUES (1); SELECT 1/0',
    "SELECT to_regclass('made')",
  ],
  'BEGIN and COMMIT inside': [`BEGIN; ${PAY}; COMMIT; SELECT balance FROM accounts WHERE id = 1`],
  'BEGIN without COMMIT': [`BEGIN; ${PAY}`, 'SELECT 1', 'ROLLBACK'],
  'COMMIT in the middle': [`${PAY}; COMMIT; SELECT 1/0`, 'TABLE accounts'],
  'ROLLBACK in the middle': [`${PAY}; ROLLBACK; ${PAY}`, 'TABLE accounts'],
  'an implicit block after a COMMIT': [
    `BEGIN; ${PAY}; COMMIT; ${PAY}; LOCK TABLE accounts; SELECT 1/0`,
    'TABLE accounts',
  ],
  'an error inside BEGIN': [`BEGIN; ${PAY}; SELECT 1/0; COMMIT`, 'SELECT 1', 'ROLLBACK', 'TABLE accounts'],
  'a late BEGIN': [`${PAY}; BEGIN; ${PAY}; ROLLBACK`, 'TABLE accounts'],
  'COMMIT AND CHAIN inside': [`BEGIN; ${PAY}; COMMIT AND CHAIN; ${PAY}`, 'ROLLBACK', 'SELECT 1; COMMIT AND CHAIN'],
  'savepoints inside': [`BEGIN; SAVEPOINT a; ${PAY}; ROLLBACK TO a; ${PAY}; RELEASE a; COMMIT`, 'TABLE accounts'],
  'a savepoint in an implicit block': [
    `SAVEPOINT a; ${PAY}`,
    `${PAY}; SAVEPOINT a`,
    `${PAY}; RELEASE a`,
    `${PAY}; ROLLBACK TO a`,
  ],
  'a string in an open block': ['BEGIN', `${PAY}; ${PAY}`, 'SELECT 1; SELECT 2', 'COMMIT'],
  'a string in a failed block': ['BEGIN', 'SELECT 1/0', 'SELECT 1; SELECT 2', `ROLLBACK; ${PAY}`, 'TABLE accounts'],
  'ROLLBACK TO at the head of a string': [
    'BEGIN',
    'SAVEPOINT a',
    'SELECT 1/0',
    `ROLLBACK TO a; ${PAY}`,
    'COMMIT',
    'TABLE accounts',
  ],
  'SET LOCAL in an implicit block': [
    "SET LOCAL lock_timeout = '3s'; SHOW lock_timeout",
    'SHOW lock_timeout',
    "SELECT 1; SET LOCAL lock_timeout = '3s'",
  ],
  'SET TRANSACTION in an implicit block': [
    'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SHOW transaction_isolation',
    'SELECT 1; SET TRANSACTION READ ONLY; SHOW transaction_read_only',
  ],
  'LOCK TABLE first in an implicit block': [`LOCK TABLE accounts; ${PAY}`],
  'a cursor in an implicit block': [
    'DECLARE c CURSOR FOR TABLE accounts; FETCH 2 FROM c; CLOSE c',
    'SELECT 1; FETCH c',
  ],
  'SET CONSTRAINTS first': ['SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO orders (account) VALUES (99)'],
  'a deferred failure at the end': [
    `INSERT INTO orders (account) VALUES (99); SELECT 1; ${PAY}`,
    'SELECT count(*) FROM orders',
  ],
  'a deferred failure at COMMIT inside': [
    'INSERT INTO orders (account) VALUES (99); COMMIT; SELECT 1',
    'SELECT count(*) FROM orders',
  ],
  'deferred notices at the end': ["UPDATE orders SET note = 'x' WHERE id = 1; SELECT 1; SELECT 2"],
  'VACUUM in a string': [`${PAY}; VACUUM accounts`, 'TABLE accounts', 'VACUUM accounts; SELECT 1'],
  'CREATE INDEX CONCURRENTLY in a string': ['SELECT 1; CREATE INDEX CONCURRENTLY i ON accounts (balance)'],
  'CREATE DATABASE in a string': ['SELECT 1; CREATE DATABASE never'],
  'DISCARD ALL in a string': ['SELECT 1; DISCARD ALL'],
  'ANALYZE first in a string': [
    'ANALYZE; SELECT 1/0',
    'SELECT sum(reltuples) FROM pg_class WHERE oid >= 16384',
    'ANALYZE accounts; SELECT 1',
  ],
  'REINDEX and CLUSTER in a string': [
    'REINDEX TABLE events; SELECT 1',
    'SELECT 1; CLUSTER accounts USING accounts_pkey',
    'REINDEX TABLE accounts; SELECT 1',
  ],
  'DO that calls a procedure in a string': [
    'DO $$ DECLARE i int := 1; BEGIN CALL pay(i, 5); END $$; SELECT 1',
    'TABLE accounts',
  ],
  'COMMIT inside, then what minds a block': [
    'BEGIN; SELECT 1; COMMIT; SET LOCAL work_mem = 1000; SHOW work_mem; SAVEPOINT a',
  ],
  'a function that sees the text, in the transaction that makes it': [
    'BEGIN',
    'CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT current_query() $$',
    'SELECT 1; SELECT f()',
    'COMMIT',
  ],
  'SET LOCAL, and then the work': [
    "SET LOCAL lock_timeout = '3s'; SET LOCAL TIME ZONE 'Asia/Tokyo'; SET CONSTRAINTS ALL DEFERRED; ALTER TABLE accounts ADD l int; SHOW lock_timeout",
    'SHOW lock_timeout',
  ],
  'CALL in a string': ['CALL pay(1, 5); SELECT 1', 'SELECT 1; CALL pay(1, 5)', 'TABLE accounts'],
  'DO with COMMIT in a string': [
    `DO $$ BEGIN ${PAY}; COMMIT; END $$; SELECT 1`,
    `SELECT 1; DO $$ BEGIN ${PAY}; ROLLBACK; END $$`,
    'TABLE accounts',
  ],
  'DO in a string': [`DO $$ BEGIN RAISE NOTICE 'one; two'; ${PAY}; END $$; SELECT 1`],
  'dollar quotes with semicolons': [
    "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $b$ SELECT 'a;b'; SELECT 'c;d'; $b$; SELECT f()",
  ],
  'a standard body of a function': [
    'CREATE FUNCTION f(int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT $1 + 1; END; SELECT f(2)',
  ],
  'an error in the body of a function': [
    'SELECT 1; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT no_such $$; SELECT 2',
  ],
  'an error in the body of a DO': ["SELECT 'ä'; DO $$ BEGIN nonsense; END $$; SELECT 2"],
  'parameters in a string': [
    'SELECT 1; SELECT $1',
    'SELECT 1; PREPARE p AS SELECT $1::int + 1; EXECUTE p(3)',
    'EXECUTE p(4)',
  ],
  'PREPARE in a string keeps its text': [
    'PREPARE a AS SELECT 1; PREPARE b AS SELECT 2',
    'SELECT name, statement FROM pg_prepared_statements ORDER BY 1',
  ],
  'names longer than are kept': [`CREATE TABLE short (id int); CREATE TABLE ${LONG} (id int); SELECT 1 AS ${LONG}x`],
  'the text of the query': [
    'SELECT 1; SELECT current_query()',
    'SELECT current_query()',
    'SELECT 1; SELECT length(query) FROM pg_stat_activity WHERE pid = pg_backend_pid()',
  ],
  'settings that change how text is read': [
    "SET standard_conforming_strings = off; SELECT 'a\\nb'",
    "SELECT 'a\\nb'; SELECT 2",
    "SET standard_conforming_strings = on; SELECT 'a\\nb'",
  ],
  'the head of a dump': [
    "SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SELECT pg_catalog.set_config('search_path', '', false); SELECT 1 FROM public.accounts",
  ],
  'COPY in a string': [
    { copy: `${PAY}; COPY accounts (name) FROM STDIN; SELECT count(*) FROM accounts`, data: ['x\n', 'y\n'] },
  ],
  'two COPY in a string': [
    { copy: 'COPY accounts (name) FROM STDIN; COPY (SELECT 1) TO STDOUT; SELECT 2', data: ['x\n'] },
  ],
  'notices in order': [
    "SELECT shout('a'); SELECT shout('b'), shout('c')",
    'DROP TABLE IF EXISTS x; DROP TABLE IF EXISTS y; SELECT 1',
  ],
  'a hundred statements': [
    Array.from({ length: 100 }, (_, n) => `INSERT INTO accounts (name) VALUES ('s${n}')`).join(';\n'),
  ],
  'nextval in a string that fails': [
    "SELECT nextval('tickets'); SELECT nextval('tickets'); SELECT 1/0",
    "SELECT nextval('tickets')",
  ],
  'temporary tables that go at the end': ['CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 AS x; TABLE t', 'TABLE t'],
  'NOTIFY in a string': [
    "LISTEN here; NOTIFY here, 'one'; SELECT 1",
    "NOTIFY here, 'two'; SELECT 2; NOTIFY here, 'two'",
  ],
  'a time limit per statement': [
    "SET statement_timeout = '300ms'; SELECT pg_sleep(0.2); SELECT pg_sleep(0.2); SELECT 1",
    'SELECT 1; SELECT pg_sleep(1); SELECT 2',
  ],
}
