import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeCertificate } from '../../../../harness/locks/proxy/certificate.ts'
import { startTracing, type TracedStatement, type TracingProxy } from '../../../../harness/locks/proxy/proxy.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { hasProgram } from '../../program.ts'
import { openRaw, query } from './raw-client.ts'

const run = promisify(execFile)

/** PostgreSQL's own clients, of whatever version is on the path. */
const [PSQL, PGBENCH] = ['psql', 'pgbench'] as const

describe('clients of the tracing proxy', function () {
  this.timeout(120_000)
  let server: TestServer
  let proxy: TracingProxy
  let authority: string
  let folder: string
  const statements: TracedStatement[] = []
  const troubles: string[] = []

  before(async () => {
    server = await startTestServer(17)
    const { key, cert, authority: root } = await makeCertificate()
    authority = root
    folder = mkdtempSync(join(tmpdir(), 'tracing-clients-'))
    proxy = await startTracing({
      server: server.address,
      tls: { key, cert },
      onStatement: (statement) => void statements.push(statement),
      onTransaction() {},
      onTrouble: (reason) => void troubles.push(reason),
    })
  })
  after(async () => {
    await proxy?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    assert.deepEqual(troubles.splice(0), [])
    statements.length = 0
  })

  const target = () => ['-h', proxy.address.host, '-p', String(proxy.address.port), '-U', proxy.address.user]
  const environment = (more: Readonly<Record<string, string>> = {}) => ({
    env: { ...process.env, PGPASSWORD: server.address.password, PGDATABASE: server.address.database, ...more },
  })

  for (const mode of ['disable', 'prefer', 'require', 'verify-full'])
    it(`psql comes in with sslmode=${mode}`, async function () {
      if (!hasProgram(PSQL)) this.skip()
      const root = join(folder, 'root.crt')
      writeFileSync(root, authority)
      const options = environment({ PGSSLMODE: mode, PGSSLROOTCERT: root })
      const { stdout } = await run(PSQL, [...target(), '-XAtc', 'SELECT 6 * 7', '-c', '\\conninfo'], options)
      assert.match(stdout, /^42\n/)
      assert.equal(stdout.includes('SSL connection'), mode !== 'disable', stdout)
    })

  for (const mode of ['simple', 'extended', 'prepared'])
    it(`pgbench -M ${mode} completes without an error`, async function () {
      if (!hasProgram(PGBENCH)) this.skip()
      await run(PGBENCH, [...target(), '-i', '-q'], environment())
      const { stdout } = await run(PGBENCH, [...target(), '-n', '-M', mode, '-c', '3', '-t', '40'], environment())
      assert.match(stdout, /transactions actually processed: 120\/120/)
      assert.match(stdout, /number of failed transactions: 0 /)
      assert.ok(statements.filter(({ sql }) => sql.startsWith('UPDATE')).every(({ exact, error }) => exact && !error))
      assert.equal(statements.filter(({ sql }) => sql.startsWith('INSERT INTO pgbench_history')).length, 120)
    })

  it('a cancel request ends the statement that it is meant for', async () => {
    await using client = await openRaw(proxy.address)
    client.send(query('SELECT pg_sleep(30)'))
    const request = Buffer.concat([Buffer.from('0000001004d2162e', 'hex'), client.cancelKey])
    await new Promise((resolve) => setTimeout(resolve, 200))
    const socket = connectSocket(proxy.address.port, proxy.address.host)
    socket.resume().end(request)
    await once(socket, 'close')
    const messages = await client.until('Z')
    assert.match(messages.map(({ bytes }) => bytes.toString()).join(), /canceling statement due to user request/)
    assert.equal(statements.at(-1)?.error?.sqlstate, '57014')
  })

  it('a notification reaches a client that is idle', async () => {
    await using client = await openRaw(proxy.address)
    client.send(query('LISTEN here'))
    await client.until('Z')
    await using session = await server.session()
    await session.run("NOTIFY here, 'news'")
    const [message] = await client.until('A')
    assert.match(message?.bytes.toString() ?? '', /here\0news\0/)
  })

  it('a client of an unknown minor of the protocol is told by the server what it speaks', async () => {
    for (const protocol of [0x30002, 0x30099]) {
      await using client = await openRaw(proxy.address, { protocol, parameters: { '_pq_.nothing': '1' } })
      client.send(query('SELECT 1'))
      assert.deepEqual((await client.until('Z')).map(({ type }) => type).join(''), 'TDCZ')
    }
  })

  it('thirty clients at once are served, each with its own trace', async () => {
    await using session = await server.session()
    await session.run('CREATE TABLE crowd (id int PRIMARY KEY, n int)')
    const work = async (_: unknown, index: number) => {
      await using client = await openRaw(proxy.address)
      for (const sql of [`INSERT INTO crowd VALUES (${index}, 0)`, 'BEGIN', 'SELECT count(*) FROM crowd', 'COMMIT']) {
        client.send(query(sql))
        assert.equal(
          (await client.until('Z')).some(({ type }) => type === 'E'),
          false,
        )
      }
    }
    await Promise.all(Array.from({ length: 30 }, work))
    await proxy.settled()
    const inserts = statements.filter(({ sql }) => sql.startsWith('INSERT'))
    assert.equal(new Set(inserts.map(({ connection }) => connection)).size, 30)
    const locked = (statement: TracedStatement) => statement.locks.map(({ relation, mode }) => `${relation} ${mode}`)
    for (const insert of inserts) assert.deepEqual([insert.exact, locked(insert)], [true, ['crowd RowExclusiveLock']])
  })

  it('a statement whose client has died is finished, as the server would have', async function () {
    if (!hasProgram(PSQL)) this.skip()
    await using session = await server.session()
    await session.run('CREATE TABLE orphan (id int)')
    const child = execFile(PSQL, [...target(), '-Xc', 'INSERT INTO orphan SELECT 1 FROM pg_sleep(1)'], environment())
    await new Promise((resolve) => setTimeout(resolve, 500))
    child.kill('SIGKILL')
    await proxy.settled()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    assert.deepEqual(await session.query('SELECT * FROM orphan'), [{ id: 1 }])
  })

  it('hears of it when the server dies under its client', async () => {
    const own = await startTestServer(17)
    const told: TracedStatement[] = []
    await using tracing = await startTracing({
      server: own.address,
      onStatement: (statement) => void told.push(statement),
      onTransaction() {},
      onTrouble() {},
    })
    const client = await openRaw(tracing.address)
    client.send(query('SELECT pg_sleep(60)'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await own[Symbol.asyncDispose]()
    await client.until('Z')
    assert.equal(client.ended(), true)
    await tracing.settled()
    assert.match(told.at(-1)?.error?.sqlstate ?? '', /^(?:57P01|57P02|08006)$/)
  })
})
