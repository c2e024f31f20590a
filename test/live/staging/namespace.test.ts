import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from '../../../harness/process/run.ts'
import { start } from '../../../harness/process/spawn.ts'
import { canIsolate, isolatedCommand } from '../../../harness/staging/namespace.ts'

const env = Object.fromEntries(Object.entries(process.env).map(([key, value]) => [key, value ?? '']))
const egressProgram = fileURLToPath(new URL('isolated-stage.ts', import.meta.url))

describe('a namespace of its own', function () {
  this.timeout(60_000)
  let folder: string
  before(async function () {
    if (!(await canIsolate())) this.skip()
    folder = await mkdtemp(join(tmpdir(), 'fulldress-test-'))
  })
  after(() => folder && rm(folder, { recursive: true, force: true }))

  it('holds a whole staging copy of processes, which finds no way out', async () => {
    const { command, args } = isolatedCommand([process.execPath, egressProgram, folder], {})
    const result = await run(command, args, { env, timeoutMs: 50_000 })
    assert.equal(result.exitCode, 0, result.tail)
    const seen = JSON.parse(result.stdout) as { egress: Record<string, unknown>; status: number; phase: string }
    assert.equal(seen.egress.isolated, true)
    assert.equal(seen.egress.how, 'a network namespace with nothing but loopback')
    assert.match(
      String(seen.egress.canary),
      /^connect 192\.0\.2\.1:80: ENETUNREACH after \d+ ms; interfaces: loopback only$/,
    )
    assert.equal(seen.status, 200)
  })

  it('gives back the exit code of what ran in it', async () => {
    const { command, args } = isolatedCommand(['sh', '-c', 'exit 3'], {})
    assert.equal((await run(command, args, { env, timeoutMs: 10_000 })).exitCode, 3)
  })

  it('hands SIGINT on to the program inside, which may take its time', async () => {
    const logFile = join(folder, 'sigint.log')
    const shell = 'trap "sleep 0.3; echo cleaned up; exit 130" INT; echo ready; while :; do sleep 0.05; done'
    const { command, args } = isolatedCommand(['sh', '-c', shell], {})
    const running = start(command, args, { env, logFile })
    while (!(await readFile(logFile, 'utf8')).includes('ready')) await sleep(20)
    running.kill('SIGINT')
    assert.deepEqual(await running.exited, { exitCode: 130, signal: null, error: null })
    assert.equal(await readFile(logFile, 'utf8'), 'ready\ncleaned up\n')
  })

  it('ends with the process that started it, when that is killed', async () => {
    const seconds = `6${randomBytes(2).readUInt16BE()}`
    const program = `const { isolatedCommand } = await import('${fileURLToPath(new URL('../../../harness/staging/namespace.ts', import.meta.url))}')
      const { start } = await import('${fileURLToPath(new URL('../../../harness/process/spawn.ts', import.meta.url))}')
      const { command, args } = isolatedCommand(['sleep', '${seconds}'], {})
      start(command, args, { env: process.env })
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 600)`
    const killed = await run(process.execPath, ['--input-type=module', '-e', program], { env, timeoutMs: 10_000 })
    assert.equal(killed.signal, 'SIGKILL', killed.tail)
    await sleep(200)
    const left = await run('pgrep', ['-x', '-f', `sleep ${seconds}`], { env, timeoutMs: 5000 })
    assert.equal(left.stdout, '')
  })
})
