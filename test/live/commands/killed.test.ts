import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { journalOf, startFulldress } from '../../../bench/bars/fulldress.ts'
import { runTool } from '../../../harness/commands/ground/tool.ts'
import { entriesOf } from '../../../harness/model/evidence.ts'
import { processStats } from '../../../harness/process/proc.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { migrationsFolder } from './migrations-folder.ts'

describe('a server of the operator’s', function () {
  this.timeout(120_000)
  const { path, write } = migrationsFolder('CREATE TABLE t (id int);')
  let server: TestServer
  before(async () => {
    server = await startTestServer(17)
  })
  after(() => server[Symbol.asyncDispose]())

  async function names(sql: string): Promise<readonly string[]> {
    await using session = await server.session()
    return (await session.query<{ name: string }>(sql)).map(({ name }) => name)
  }
  const databases = () => names("SELECT datname AS name FROM pg_database WHERE datname ~ '^fulldress' ORDER BY 1")
  const roles = () => names("SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1")

  it('is rid of what a killed run left by the next one, and of nothing else', async () => {
    const { host, port, user, password } = server.address
    const url = `postgresql://${user}:${password}@${host}:${port}/postgres`
    const options = ['--base', path('base.sql'), '--out', path('run'), '--database', url, '--rows', '0']
    write({
      'db/1_a.up.sql': 'BEGIN; CREATE ROLE killrole; CREATE TABLE kk (a int); COMMIT;\nSELECT pg_sleep(60);',
      'db/1_a.down.sql': 'DROP TABLE kk; DROP ROLE killrole;',
    })
    const killed = startFulldress(['stairway', path('db'), ...options])
    for (let pause = 0; pause < 300 && !(await roles()).includes('killrole'); pause++) await sleep(100)
    killed.kill('SIGKILL')
    const ended = await killed.ended
    assert.ok((await databases()).length >= 2, ended.stdout + ended.stderr)
    {
      await using session = await server.session()
      await session.run('CREATE ROLE theirs')
    }
    rmSync(path('run'), { recursive: true })
    write({ 'db/1_a.up.sql': 'CREATE TABLE kk (a int)', 'db/1_a.down.sql': 'DROP TABLE kk' })
    const next = await startFulldress(['stairway', path('db'), ...options]).ended
    assert.equal(next.exitCode, 0, next.stdout + next.stderr)
    assert.match(next.stderr, /^ +removed role killrole, which a killed run had left$/m)
    assert.deepEqual(
      entriesOf(journalOf(path('run')), 'stairway.started').flatMap(({ weaker = [] }) => weaker),
      [
        'role theirs came after a run that was killed had begun, and nothing proves that it is its: remove it where nobody knows it',
      ],
    )
    assert.deepEqual([await databases(), await roles()], [[], ['app', 'theirs']])
    const cleaned = await startFulldress(['clean', '--database', url]).ended
    assert.equal(cleaned.exitCode, 0, cleaned.stderr)
    assert.doesNotMatch(cleaned.stdout, /database|role/)
  })

  it('keeps no program that a tool left running', async () => {
    write({ 'tool.sh': `nohup sleep 300 >/dev/null 2>&1 &\necho $! > ${path('pid')}\n` })
    const { signal } = new AbortController()
    const address = server.address
    await runTool(`sh ${path('tool.sh')}`, { address, lockTimeoutMs: null, logFile: path('logs/up.log'), signal })
    const pid = Number(readFileSync(path('pid'), 'utf8'))
    await sleep(100)
    // One that nobody waits for stays a zombie where the first process collects none.
    assert.ok(processStats().every((one) => one.pid !== pid || one.state === 'Z'))
  })
})
