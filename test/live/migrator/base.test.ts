import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { applyBase } from '../../../harness/migrator/base.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('applying a base', function () {
  this.timeout(60_000)
  let server: TestServer
  let folder: string
  before(async () => {
    server = await startTestServer(17)
    folder = mkdtempSync(join(tmpdir(), 'base-'))
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await server[Symbol.asyncDispose]()
  })

  const apply = async (content: string | Buffer, makeRoles = true) => {
    const file = join(folder, 'base.sql')
    writeFileSync(file, content)
    const address = await server.createDatabase()
    const lines: string[] = []
    const signal = new AbortController().signal
    const options = { address, file, makeRoles, progress: (line: string) => void lines.push(line), signal }
    const error = await applyBase(options).then(
      () => null,
      (thrown: unknown) => thrown as Error & { hint: string },
    )
    return { error, lines, ask: async (sql: string) => (await using_(address)).ask(sql) }
  }
  const using_ = async (address: Parameters<typeof server.session>[0]) => ({
    ask: async (sql: string) => {
      await using session = await server.session(address)
      return await session.query(sql)
    },
  })

  const DUMP = [
    '-- PostgreSQL database dump',
    '\\restrict abc',
    'CREATE TABLE public.orders (id integer, note text);',
    'COPY public.orders (id, note) FROM stdin;',
    ...Array.from({ length: 20_000 }, (_, index) => `${index}\tit's; a note \\\\ of ${'x'.repeat(20)}`),
    '\\.',
    '',
    'ALTER TABLE ONLY public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);',
    '\\unrestrict abc',
  ].join('\n')

  it('loads a dump with COPY, gzipped or not', async () => {
    for (const content of [DUMP, gzipSync(DUMP)]) {
      const { error, ask } = await apply(content)
      assert.equal(error, null)
      assert.deepEqual(await ask('SELECT count(*) AS rows, min(note) AS note FROM orders'), [
        { rows: 20_000, note: `it's; a note \\ of ${'x'.repeat(20)}` },
      ])
    }
  })

  it('names file and line of what the server refuses, in COPY too', async () => {
    const { error } = await apply('CREATE TABLE t (id int);\n\nINSERT INTO nowhere VALUES (1);')
    assert.equal(
      error?.message,
      `expected to apply ${folder}/base.sql, stopped at ${folder}/base.sql:3: relation "nowhere" does not exist`,
    )
    const copy = await apply('CREATE TABLE t (id int);\nCOPY t FROM stdin;\nnone\n\\.\nSELECT 1;')
    assert.match(copy.error?.message ?? '', /base.sql:2: invalid input syntax for type integer: "none"/)
  })

  it('makes roles that the file gives things to, where it may', async () => {
    const text = 'CREATE TABLE t (id int);\nALTER TABLE t OWNER TO "the shop";\nGRANT SELECT ON t TO reader;'
    const refused = await apply(text, false)
    assert.match(refused.error?.message ?? '', /base.sql:2: role "the shop" does not exist/)
    const { error, lines } = await apply(text)
    assert.equal(error, null)
    assert.deepEqual(
      lines,
      ['the shop', 'reader'].map((role) => `making the role ${role}, which ${folder}/base.sql names`),
    )
  })

  it('leaves a statement that takes long when it is interrupted', async () => {
    const file = join(folder, 'slow.sql')
    writeFileSync(file, 'SELECT pg_sleep(60);')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('interrupted')), 300)
    const address = await server.createDatabase()
    const at = Date.now()
    const options = { address, file, makeRoles: true, progress: () => undefined, signal: controller.signal }
    await assert.rejects(applyBase(options), { message: 'interrupted' })
    assert.ok(Date.now() - at < 10_000, `${Date.now() - at} ms`)
  })

  it('says what to do with psql’s own commands and with an archive', async () => {
    const { error } = await apply('CREATE TABLE t (id int);\n\\connect shop')
    assert.match(error?.message ?? '', /base.sql:2: expected SQL, found psql's \\connect shop$/)
    const within = await apply("CREATE TABLE t (id int);\nSELECT 'a',\n  'b' \\gexec\n")
    assert.match(within.error?.message ?? '', /base.sql:3: expected SQL, found psql's \\gexec$/)
    const variable = await apply('\\set sch app\nCREATE SCHEMA :sch;')
    assert.match(variable.error?.message ?? '', /base.sql:2: expected SQL, found psql's :sch$/)
    const archive = await apply('PGDMP\u0001\u000e')
    assert.match(archive.error?.hint ?? '', /^make SQL of it: pg_restore --no-owner -f base.sql /)
  })
})
