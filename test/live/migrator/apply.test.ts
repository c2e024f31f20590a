import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { applySql } from '../../../harness/migrator/apply.ts'
import type { Fact } from '../../../harness/model/evidence.ts'
import type { SqlFiles } from '../../../harness/model/step.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('applying SQL files', function () {
  this.timeout(60_000)
  let server: TestServer
  let folder: string
  before(async () => {
    server = await startTestServer(17)
    folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await server[Symbol.asyncDispose]()
  })

  const apply = async (
    texts: Readonly<Record<string, string>>,
    more: Partial<SqlFiles> = {},
    signal = new AbortController().signal,
  ) => {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
    const facts: Fact[] = []
    const lines: string[] = []
    const sql: SqlFiles = {
      folder,
      files: Object.keys(texts),
      direction: 'up',
      lock: 'none',
      lockTimeoutMs: null,
      retries: 0,
      timeoutMs: 20_000,
      ...more,
    }
    const recordAs = { record: (fact: Fact) => void facts.push(fact), act: 'upgrade', step: 0 } as const
    const options = {
      address: server.address,
      sql,
      root: folder,
      recordAs,
      progress: (line: string) => void lines.push(line),
      signal,
    }
    const error = await applySql(options).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    )
    return { error, facts, lines }
  }
  const ask = async (text: string) => {
    await using session = await server.session()
    return await session.query(text)
  }

  it('records each statement with file, line and session', async () => {
    const { error, facts } = await apply({ '1.sql': 'CREATE TABLE one (id int);\n\nINSERT INTO one VALUES (42);\n' })
    assert.equal(error, null)
    assert.deepEqual(
      facts.map((fact) => fact.kind === 'statement.ran' && [fact.file, fact.line, fact.statement]),
      [
        ['1.sql', 1, 'CREATE TABLE one (id int)'],
        ['1.sql', 3, 'INSERT INTO one VALUES (?)'],
      ],
    )
  })

  it('undoes a file that fails, names the line inside the statement, and keeps the files before it', async () => {
    const { error } = await apply({
      '1.sql': 'CREATE TABLE kept (id int);',
      '2.sql': 'CREATE TABLE undone (id int);\nSELECT 1,\n  nonsense;\n',
    })
    assert.equal(error?.message, '2.sql:3: column "nonsense" does not exist (SQLSTATE 42703)')
    assert.deepEqual(await ask("SELECT to_regclass('kept')::text AS kept, to_regclass('undone')::text AS undone"), [
      { kept: 'kept', undone: null },
    ])
  })

  it('sends the rows that a file for psql has below its COPY, and undoes them with their file', async () => {
    const { error, facts } = await apply({
      '1.sql':
        "\\set who 'de'\nCREATE TABLE cty (code text, size int);\nCOPY cty FROM stdin;\nde\t8\nfr\t\\N\n\\.\nDELETE FROM cty WHERE code = :'who';",
      '2.sql': 'COPY cty FROM stdin;\nit\t5\n\\.\nCOPY cty FROM stdin;\nes\tlarge\n\\.\n',
    })
    assert.equal(error?.message, '2.sql:4: invalid input syntax for type integer: "large" (SQLSTATE 22P02)')
    assert.deepEqual(await ask('SELECT * FROM cty'), [{ code: 'fr', size: null }])
    const ran = facts.flatMap((fact) => (fact.kind === 'statement.ran' ? [`${fact.line} ${fact.statement}`] : []))
    assert.deepEqual(ran.slice(0, 3), [
      '2 CREATE TABLE cty (code text, size int)',
      '3 COPY cty FROM stdin',
      '7 DELETE FROM cty WHERE code = ?',
    ])
  })

  it('sends what refuses a transaction block outside of one', async () => {
    const { error } = await apply({
      '1.sql': 'CREATE TABLE c (id int);',
      '2.sql': 'CREATE INDEX CONCURRENTLY c_id ON c (id);',
    })
    assert.equal(error, null)
    assert.deepEqual(await ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'c_id'::regclass"), [
      { indisvalid: true },
    ])
  })

  it('tries a file again that gave up waiting for a lock', async () => {
    await ask('CREATE TABLE busy (id int)')
    await using blocker = await server.session()
    await blocker.run('BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE')
    setTimeout(() => void blocker.run('COMMIT'), 700)
    const { error, lines } = await apply(
      { '1.sql': 'ALTER TABLE busy ADD x int;' },
      { lockTimeoutMs: 100, retries: 20 },
    )
    assert.equal(error, null)
    assert.match(
      lines[0] ?? '',
      /^1\.sql: 1\.sql:1: canceling statement due to lock timeout \(SQLSTATE 55P03\); trying again \(1 of 20\)$/,
    )
  })

  it('drops the invalid index that a concurrent build left, and goes on where nothing was undone', async () => {
    await ask('CREATE TABLE built (id int)')
    await using blocker = await server.session()
    await blocker.run('BEGIN; INSERT INTO built VALUES (1)')
    setTimeout(() => void blocker.run('COMMIT'), 700)
    const text = 'CREATE TABLE built_once (id int);\nCREATE INDEX CONCURRENTLY built_id ON built (id);'
    const { error, facts } = await apply({ '1.sql': text }, { lockTimeoutMs: 100, retries: 20 })
    assert.equal(error, null)
    assert.deepEqual(await ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'built_id'::regclass"), [
      { indisvalid: true },
    ])
    const ran = facts.flatMap((fact) => (fact.kind === 'statement.ran' ? [fact.statement] : []))
    assert.equal(ran.filter((one) => one.startsWith('CREATE TABLE')).length, 1)
    assert.ok(ran.includes('DROP INDEX CONCURRENTLY "built_id"'), ran.join('\n'))
  })

  it('drops no index that it did not begin to build itself', async () => {
    await ask('CREATE TABLE twice (id int); INSERT INTO twice VALUES (1), (1)')
    await apply({ '1.sql': 'CREATE UNIQUE INDEX CONCURRENTLY twice_id ON twice (id);' })
    const text = 'SELECT 1;\nCREATE INDEX CONCURRENTLY twice_id ON twice (id);'
    assert.match((await apply({ '2.sql': text })).error?.message ?? '', /^2\.sql:2: relation "twice_id" already exists/)
  })

  it('lets a concurrent build end while another runner waits for the migration lock', async () => {
    await ask('CREATE TABLE shared (id int)')
    const first = apply(
      { 'a.sql': 'SELECT pg_sleep(0.4);\nCREATE INDEX CONCURRENTLY shared_id ON shared (id);' },
      { lock: 'advisory', timeoutMs: 5_000 },
    )
    await sleep(150)
    const second = await apply({ 'b.sql': 'INSERT INTO shared VALUES (1)' }, { lock: 'advisory', timeoutMs: 5_000 })
    assert.equal((await first).error, null)
    assert.equal(second.error, null)
  })

  it('leaves a procedure to commit as it likes', async () => {
    await ask('CREATE TABLE batches (id int)')
    await ask(
      'CREATE PROCEDURE fill_batches() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO batches VALUES (1); COMMIT; END $$',
    )
    assert.equal((await apply({ '1.sql': 'CALL fill_batches();' })).error, null)
  })

  it('gives up after the retries', async () => {
    await ask('CREATE TABLE held (id int)')
    await using blocker = await server.session()
    await blocker.run('BEGIN; LOCK TABLE held IN ACCESS SHARE MODE')
    const { error } = await apply({ '1.sql': 'ALTER TABLE held ADD x int;' }, { lockTimeoutMs: 50, retries: 1 })
    assert.equal(error?.message, '1.sql:1: canceling statement due to lock timeout (SQLSTATE 55P03)')
    await blocker.run('ROLLBACK')
  })

  it('does not let one file set what governs the next', async () => {
    const { error, facts } = await apply({
      '1.sql': "SET search_path = 'nowhere'",
      '2.sql': 'CREATE TABLE somewhere (id int)',
    })
    assert.equal(error, null, String(facts))
  })

  it('lets one runner wait for another', async () => {
    const slow = apply({ 'a.sql': 'CREATE TABLE raced (id int); SELECT pg_sleep(0.5)' }, { lock: 'advisory' })
    await sleep(200)
    const { error } = await apply({ 'b.sql': 'INSERT INTO raced VALUES (1)' }, { lock: 'advisory' })
    assert.equal((await slow).error, null)
    assert.equal(error, null)
  })

  it('cancels what outlasts its time-out', async () => {
    const { error } = await apply({ '1.sql': 'SELECT pg_sleep(30)' }, { timeoutMs: 300 })
    assert.equal(error?.message, 'expected the migration to end within 0.3 s; it was still running and was cancelled')
  })

  it('stops within a second when interrupted, even while it waits for the migration lock', async () => {
    const controller = new AbortController()
    const slow = apply({ 'a.sql': 'SELECT pg_sleep(3)' }, { lock: 'advisory', timeoutMs: 5_000 }, controller.signal)
    await sleep(200)
    const waiting = apply({ 'b.sql': 'SELECT 1' }, { lock: 'advisory' }, controller.signal)
    await sleep(200)
    const startedAt = Date.now()
    controller.abort(new Error('interrupted by SIGINT'))
    assert.equal((await waiting).error?.message, 'interrupted by SIGINT')
    assert.equal((await slow).error?.message, 'interrupted by SIGINT')
    assert.ok(Date.now() - startedAt < 1_000)
  })
})
