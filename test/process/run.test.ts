import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentOwner, formatOwner } from '../../harness/process/owner.ts'
import { run } from '../../harness/process/run.ts'
import { start } from '../../harness/process/spawn.ts'

const env = { PATH: '/usr/bin:/bin' }

describe('a program run to its end', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-test-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('tells exit code, stdout and the last lines of both streams', async () => {
    const result = await run('sh', ['-c', 'echo out; echo err >&2; exit 3'], { env, timeoutMs: 5000 })
    assert.equal(result.exitCode, 3)
    assert.equal(result.stdout, 'out\n')
    assert.deepEqual(result.tail.split('\n').sort(), ['err', 'out'])
  })

  it('keeps the output in a log file and reads the tail of this run from there', async () => {
    const logFile = join(folder, 'logs', 'a.log')
    await run('echo', ['first'], { env, timeoutMs: 5000, logFile })
    const result = await run('sh', ['-c', 'echo second; echo third >&2'], { env, timeoutMs: 5000, logFile })
    assert.equal(result.tail, 'second\nthird')
    assert.equal(await readFile(logFile, 'utf8'), 'first\nsecond\nthird\n')
  })

  it('sees no environment but the one it is given, and the mark of its owner', async () => {
    const result = await run('env', [], { env: { PATH: '/usr/bin:/bin', A: '1' }, timeoutMs: 5000 })
    const owner = formatOwner(currentOwner())
    assert.equal(result.stdout, `FULLDRESS_OWNER=${owner}\nPATH=/usr/bin:/bin\nA=1\n`)
  })

  it('kills a program at once where it is told to, whatever it does about SIGTERM', async () => {
    const killed = new AbortController()
    const running = start('sh', ['-c', 'trap "exit 0" TERM; sleep 20 & wait'], { env, killed: killed.signal })
    await sleep(100)
    killed.abort()
    const { exitCode, signal } = await running.exited
    assert.deepEqual([exitCode, signal], [null, 'SIGKILL'])
  })

  it('ends a hanging program with its children when time is up', async () => {
    const result = await run('sh', ['-c', 'sleep 61.25 & sleep 61.25'], { env, timeoutMs: 200 })
    assert.equal(result.timedOut, true)
    assert.equal(result.exitCode, null)
    await sleep(50)
    const left = await run('sh', ['-c', 'ps -eo args | grep -c "[s]leep 61.25"'], { env, timeoutMs: 5000 })
    assert.equal(left.stdout, '0\n')
  })

  it('is ended by the abort signal', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    const result = await run('sleep', ['60'], { env, timeoutMs: 50_000, signal: abort.signal })
    assert.deepEqual([result.aborted, result.timedOut, result.exitCode, result.signal], [true, false, null, 'SIGTERM'])
  })

  it('says why a program could not be started', async () => {
    const result = await run('no-such-program', [], { env, timeoutMs: 5000 })
    assert.equal(result.exitCode, null)
    assert.equal(result.error?.code, 'ENOENT')
    assert.equal(result.tail, 'spawn no-such-program ENOENT')
  })

  it('is not held up by a grandchild that keeps the pipe open', async () => {
    const began = Date.now()
    const result = await run('sh', ['-c', 'sleep 5 & echo done'], { env, timeoutMs: 10_000 })
    assert.equal(result.stdout, 'done\n')
    assert.ok(Date.now() - began < 3000)
  })
})

describe('a program that ignores SIGTERM', () => {
  it('is killed when its grace is over', async () => {
    const running = start('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.1; done'], { env })
    await new Promise((resolve) => running.stdout?.once('data', resolve))
    const exit = await running.stop(300)
    assert.equal(exit.signal, 'SIGKILL')
  })
})

describe('a shell that goes before what it started', () => {
  it('does not end the stop before its children have finished their work', async () => {
    // Ready only once the inner sleep runs: between fork and exec it would still swallow the signal.
    const work = '(trap "sleep 0.3; exit" TERM; sleep 60 & sleep 0.3; echo ready; wait) & wait'
    const running = start('sh', ['-c', work], { env })
    await new Promise((resolve) => running.stdout?.once('data', resolve))
    const began = Date.now()
    await running.stop(5000)
    const lasted = Date.now() - began
    assert.ok(lasted >= 250 && lasted < 3000, `stopped after ${lasted} ms`)
  })
})
