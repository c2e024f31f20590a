import assert from 'node:assert/strict'
import type { ScriptCatalog } from '../../harness/model/script-catalog.ts'
import { scanScript } from '../../harness/scanners/scan.ts'
import { readyParser } from '../../harness/sql/parse.ts'

const NOTHING: ScriptCatalog = {
  relations: new Set(),
  functions: new Map(),
  columnTypes: new Map(),
  notNull: new Set(),
  checks: new Map(),
  unvalidated: new Map(),
  timeZone: 'Europe/Berlin',
}

interface Given {
  readonly transaction?: boolean
  readonly lockTimeoutMs?: number | null
  readonly catalog?: Partial<ScriptCatalog>
}

/** Findings as `scanner:line`; a time-out is in force unless the test is about it. */
function found(
  text: string,
  { transaction = true, lockTimeoutMs = 2_000, catalog = {} }: Given = {},
): readonly string[] {
  return scanScript('m.sql', { text, transaction, lockTimeoutMs, catalog: { ...NOTHING, ...catalog } }).map(
    ({ scanner, place }) => `${scanner}:${place.line}`,
  )
}

describe('scanning a script', () => {
  before(readyParser)

  it('says nothing of what the script itself has made', () => {
    const text = `CREATE TABLE notes (id int, body text);
      CREATE INDEX ON notes (id);
      ALTER TABLE notes ADD FOREIGN KEY (id) REFERENCES orders, ALTER body SET NOT NULL, ALTER id TYPE bigint;
      ALTER TABLE notes RENAME TO remarks;
      CREATE INDEX ON remarks (id);
      DROP TABLE remarks`
    assert.deepEqual(found(text), [])
  })

  it('takes a table that IF NOT EXISTS leaves alone for one in use', () => {
    const text = 'CREATE TABLE IF NOT EXISTS orders (id int);\nCREATE INDEX ON orders (id)'
    assert.deepEqual(found(text), [])
    assert.deepEqual(found(text, { catalog: { relations: new Set(['orders']) } }), ['index-not-concurrent:2'])
  })

  it('knows the statement, the line and the file, and masks literals', () => {
    const text = `-- Größe\n\n/* first */ ALTER TABLE "Orders"\n  ADD CHECK (note <> 'secret')`
    assert.deepEqual(scanScript('m.sql', { text, transaction: true, lockTimeoutMs: 1, catalog: null }), [
      {
        kind: 'scanner.found',
        scanner: 'check-without-not-valid',
        place: { file: 'm.sql', line: 3 },
        statement: 'ALTER TABLE "Orders" ADD CHECK (note <> ?)',
        summary: 'a check constraint is checked for every row of "Orders" under ACCESS EXCLUSIVE',
        remedy:
          'Add it NOT VALID, commit, and VALIDATE CONSTRAINT in a transaction of its own: that lets reads and writes go on.',
        severity: 'concern',
        expects: { kind: 'work', relation: '"Orders"' },
      },
    ])
  })

  it('leaves what PostgreSQL refuses to the server', () => assert.deepEqual(found('ALTER TABLE orders OOPS'), []))

  it('sees into a DO block, written out and put together', () => {
    const text = `DO $do$
DECLARE r record;
BEGIN
  IF true THEN
    ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
  END IF;
  FOR r IN SELECT 1 AS n LOOP
    EXECUTE format('CREATE INDEX %I ON %I.%I (id)', 'i', 'billing', 'invoices');
    EXECUTE 'TRUNCATE ' || quote_ident('logs');
    EXECUTE format('ALTER TABLE %I ADD COLUMN x int', r.n);
  END LOOP;
END $do$`
    assert.deepEqual(
      scanScript('m.sql', { text, transaction: true, lockTimeoutMs: 1, catalog: null }).map(
        ({ scanner, place, expects }) => `${scanner}:${place.line} ${'relation' in expects ? expects.relation : ''}`,
      ),
      [
        'set-not-null-without-check:5 orders',
        'lock-in-called-function:5 orders',
        'index-not-concurrent:8 billing.invoices',
        'lock-in-called-function:8 billing.invoices',
        'truncate-destroys-rows:9 logs',
        'lock-in-called-function:9 logs',
        'lock-in-called-function:10 null',
      ],
    )
  })

  it('sees into a DO block that plpgsql’s own parser gives up on', () => {
    const text = "DO $$ BEGIN\n FOR r IN SELECT 1 LOOP\n  EXECUTE 'TRUNCATE orders';\n END LOOP; END $$"
    assert.deepEqual(found(text), ['truncate-destroys-rows:3', 'lock-in-called-function:3'])
  })

  it('looks up what a called function does, and what those do that it calls', () => {
    const functions = new Map([
      ['outer_one', ['CREATE FUNCTION outer_one() RETURNS void LANGUAGE sql AS $$ SELECT inner_one() $$']],
      [
        'inner_one',
        [`CREATE FUNCTION inner_one() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; LOCK TABLE orders; END $$`],
      ],
      ['endless', ['CREATE FUNCTION endless() RETURNS void LANGUAGE sql AS $$ SELECT endless() $$']],
    ])
    assert.deepEqual(found('SELECT 1;\nSELECT outer_one(), endless()', { catalog: { functions } }), [
      'lock-in-called-function:2',
    ])
    assert.deepEqual(found('SELECT outer_one()'), [])
    assert.deepEqual(
      found('CALL tidy()', {
        catalog: { functions: new Map([['tidy', ['CREATE PROCEDURE tidy() LANGUAGE sql AS $$ TRUNCATE orders $$']]]) },
      }),
      ['lock-in-called-function:1'],
    )
  })

  it('takes a validated check for SET NOT NULL, from the script or the database', () => {
    const set = 'ALTER TABLE orders ALTER note SET NOT NULL'
    const add = 'ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID'
    const validate = 'ALTER TABLE orders VALIDATE CONSTRAINT c'
    const scanner = 'set-not-null-without-check'
    assert.deepEqual(
      found(`${validate};\n${set}`, {
        transaction: false,
        catalog: { unvalidated: new Map([['orders.c', '(note IS NOT NULL)']]) },
      }),
      [],
    )
    assert.deepEqual(
      found(set, { catalog: { checks: new Map([['orders', ['((total > 0) AND (note IS NOT NULL))']]]) } }),
      [],
    )
    assert.deepEqual(found(set, { catalog: { notNull: new Set(['orders.note']) } }), [])
    assert.deepEqual(
      found(set, { catalog: { checks: new Map([['orders', ['((note IS NOT NULL) OR (total > 0))']]]) } }),
      [`${scanner}:1`],
    )
    assert.deepEqual(found(`${add};\n${set}`, { transaction: false }), [`${scanner}:2`])
    assert.deepEqual(found('ALTER TABLE orders ADD CONSTRAINT n NOT NULL note'), [`${scanner}:1`])
    assert.deepEqual(found('ALTER TABLE orders ADD CONSTRAINT n NOT NULL note NOT VALID'), [])
  })

  it('knows which types are stored alike', () => {
    const columnTypes = new Map([
      ['t.v', 'character varying(20)'],
      ['t.n', 'numeric(10,2)'],
      ['t.s', 'timestamp without time zone'],
      ['t.s3', 'timestamp(3) without time zone'],
      ['t.i', 'integer'],
      ['t.a', 'character varying(20)[]'],
    ])
    const changes: readonly (readonly [string, boolean])[] = [
      ['v TYPE varchar(40)', false],
      ['v TYPE varchar', false],
      ['v TYPE text', false],
      ['v TYPE text USING v::text', false],
      ['v TYPE text USING lower(v)', true],
      ['v TYPE varchar(10)', true],
      ['v TYPE int USING v::int', true],
      ['n TYPE numeric(12,2)', false],
      ['n TYPE numeric', false],
      ['n TYPE numeric(12,3)', true],
      ['s TYPE timestamptz', true],
      ['s3 TYPE timestamp(6)', false],
      ['s3 TYPE timestamp(0)', true],
      ['i TYPE bigint', true],
      ['i TYPE int4', false],
      ['a TYPE varchar(40)[]', false],
      ['unknown TYPE int', true],
    ]
    for (const [change, rewrites] of changes) {
      const expected = rewrites ? ['type-change-rewrites:1'] : []
      assert.deepEqual(found(`ALTER TABLE t ALTER COLUMN ${change}`, { catalog: { columnTypes } }), expected, change)
    }
  })

  it('knows that timestamps change in place under UTC only', () => {
    const columnTypes = new Map([['t.s', 'timestamp without time zone']])
    const change = 'ALTER TABLE t ALTER s TYPE timestamptz'
    const utc = { catalog: { columnTypes, timeZone: 'Etc/UTC' } }
    assert.deepEqual(found(change, { catalog: { columnTypes } }), ['type-change-rewrites:1'])
    assert.deepEqual(found(change, utc), [])
    assert.deepEqual(found(`SET TIME ZONE 'America/Lima';\n${change}`, utc), ['type-change-rewrites:2'])
    assert.deepEqual(found(`SET timezone = 'UTC';\n${change}`, { catalog: { columnTypes } }), [])
    assert.deepEqual(found(`${change} USING s AT TIME ZONE 'UTC'`, utc), ['type-change-rewrites:1'])
  })

  it('knows a column that comes with nothing to check or compute', () => {
    const calm = [
      'ADD COLUMN a int REFERENCES customers',
      'ADD COLUMN a timestamptz NOT NULL DEFAULT now()',
      "ADD COLUMN a text NOT NULL DEFAULT 'x'",
      'ADD COLUMN a int GENERATED ALWAYS AS (b + 1) VIRTUAL',
    ]
    for (const command of calm) assert.deepEqual(found(`ALTER TABLE orders ${command}`), [], command)
    const busy: readonly (readonly [string, string])[] = [
      ['ADD COLUMN a int DEFAULT 1 REFERENCES customers', 'foreign-key-without-not-valid:1'],
      ['ADD COLUMN a int CHECK (a > 0)', 'check-without-not-valid:1'],
      ['ADD COLUMN a int UNIQUE', 'unique-without-using-index:1'],
      ['ADD COLUMN a bigserial', 'numbered-column-added:1'],
      ['ADD COLUMN a float DEFAULT random()', 'volatile-default:1'],
      ['ADD COLUMN a int DEFAULT mine()', 'volatile-default:1'],
    ]
    const functions = new Map([['mine', ['CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$']]])
    for (const [command, id] of busy) {
      assert.deepEqual(found(`ALTER TABLE orders ${command}`, { catalog: { functions } }), [id], command)
    }
  })

  it('follows lock_timeout through the script', () => {
    const ddl = 'ALTER TABLE orders ADD COLUMN note text'
    const without = { lockTimeoutMs: null }
    const cases: readonly (readonly [string, Given, readonly string[]])[] = [
      [ddl, {}, []],
      [`SET lock_timeout = '2s';\n${ddl}`, without, []],
      [`SET LOCAL lock_timeout = 2000;\n${ddl}`, without, []],
      [`SET LOCAL lock_timeout = '2s';\n${ddl}`, { ...without, transaction: false }, ['lock-timeout-missing:2']],
      [`BEGIN;\nSET LOCAL lock_timeout = '2s';\nCOMMIT;\n${ddl}`, without, ['lock-timeout-missing:4']],
      [`SET lock_timeout = '1min';\n${ddl}`, without, ['lock-timeout-missing:2']],
      [`SELECT set_config('lock_timeout', '0', true);\n${ddl}`, {}, ['lock-timeout-missing:2']],
      [`DO $$ BEGIN PERFORM set_config('lock_timeout', '0', false); END $$;\n${ddl}`, {}, ['lock-timeout-missing:2']],
      [`SET lock_timeout = 0;\nRESET lock_timeout;\n${ddl}`, {}, []],
      [`SELECT set_config(name, '0', false) FROM pg_settings;\n${ddl}`, {}, ['lock-timeout-missing:2']],
      [
        `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql SET lock_timeout = 0 AS $$ BEGIN ${ddl}; END $$;\nSELECT f()`,
        {},
        ['lock-timeout-missing:2', 'lock-in-called-function:2'],
      ],
      [
        `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SET LOCAL lock_timeout = '1s'; ${ddl}; END $$;\nSELECT f()`,
        without,
        ['lock-in-called-function:2'],
      ],
      [`${ddl};\n${ddl}`, without, ['lock-timeout-missing:1']],
      ['CREATE INDEX CONCURRENTLY i ON orders (id)', without, []],
      ['ALTER TABLE orders VALIDATE CONSTRAINT c', without, []],
    ]
    for (const [text, given, expected] of cases) assert.deepEqual(found(text, given), expected, text)
  })

  it('knows what runs in one transaction', () => {
    const ddl = 'ALTER TABLE orders ADD COLUMN note text'
    const update = "UPDATE orders SET note = '' WHERE total > 1"
    const cases: readonly (readonly [string, Given, readonly string[]])[] = [
      [`${ddl};\n${update}`, {}, ['long-update-with-ddl:2']],
      [`${ddl};\n${update}`, { transaction: false }, []],
      [`BEGIN;\n${ddl};\nCOMMIT;\n${update}`, {}, []],
      [`BEGIN;\n${ddl};\nCOMMIT AND CHAIN;\n${update};\nCOMMIT`, {}, []],
      [`${ddl};\nUPDATE settings SET value = 1 WHERE key = 'x'`, {}, []],
      [`CREATE TABLE n (id int);\nINSERT INTO n SELECT id FROM orders`, {}, []],
      [`${ddl};\nINSERT INTO log SELECT id FROM orders`, {}, ['long-update-with-ddl:2']],
      [`CREATE INDEX CONCURRENTLY i ON orders (id);\n${ddl}`, {}, []],
      [`ALTER TYPE s ADD VALUE 'x';\nALTER TABLE t ALTER c SET DEFAULT 'x'`, {}, ['enum-value-used-in-transaction:2']],
      [`CREATE TYPE s AS ENUM ();\nALTER TYPE s ADD VALUE 'x';\nALTER TABLE t ALTER c SET DEFAULT 'x'`, {}, []],
    ]
    for (const [text, given, expected] of cases) assert.deepEqual(found(text, given), expected, text)
  })

  it('knows a wait that leaves an index invalid, and who retries it', () => {
    const build = 'CREATE INDEX CONCURRENTLY i ON orders (id)'
    assert.deepEqual(found(build), [])
    assert.deepEqual(found(`SET lock_timeout = '1s';\n${build}`), ['concurrent-index-under-lock-timeout:2'])
  })

  it('knows who locks all rows, in a loop as well', () => {
    const loop = `DO $$ DECLARE one orders;\nBEGIN\n -- each of them\n FOR one IN SELECT * FROM orders FOR UPDATE LOOP\n  PERFORM 1;\n END LOOP; END $$`
    assert.deepEqual(found(loop), ['update-of-all-rows:4'])
    assert.deepEqual(found('SELECT id FROM orders FOR NO KEY UPDATE'), ['update-of-all-rows:1'])
    assert.deepEqual(found('SELECT id FROM orders FOR SHARE'), [])
    assert.deepEqual(found('SELECT id FROM orders LIMIT 10 FOR UPDATE SKIP LOCKED'), [])
  })

  it('does not mind a name that something else takes over at once', () => {
    assert.deepEqual(
      found('ALTER TABLE orders RENAME TO purchases;\nCREATE VIEW orders AS SELECT * FROM purchases'),
      [],
    )
    assert.deepEqual(found('DROP VIEW totals;\nCREATE VIEW totals AS SELECT 1'), [])
    assert.deepEqual(found('ALTER TABLE orders RENAME TO purchases'), ['rename-or-drop-in-use:1'])
    assert.deepEqual(found('ALTER TABLE orders SET SCHEMA archive'), ['rename-or-drop-in-use:1'])
    assert.deepEqual(found('DROP TABLE IF EXISTS never_there'), [])
  })
})
