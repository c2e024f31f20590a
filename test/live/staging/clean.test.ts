import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { run } from '../../../harness/process/run.ts'
import { type Running, start } from '../../../harness/process/spawn.ts'
import { clean } from '../../../harness/staging/leftovers/clean.ts'
import { hasEngine } from '../engine.ts'
import { smallStage } from './description.ts'
import { staged } from './stage.ts'

const program = fileURLToPath(new URL('parent.ts', import.meta.url))
const env = Object.fromEntries(Object.entries(process.env).map(([key, value]) => [key, value ?? '']))

/** What can be seen of a run from outside: folders, processes, containers, networks. */
async function traces(id: string): Promise<readonly string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(`fulldress-${id}-`))
  const shell = `grep -lasF -e 'FULLDRESS_RUN=${id}' -e 'fulldress-${id}-' /proc/[0-9]*/environ /proc/[0-9]*/cmdline | grep -v "/$$/"
    docker ps -aq --filter label=fulldress.run=${id}; docker network ls -q --filter label=fulldress.run=${id}`
  const { stdout } = await run('sh', ['-c', shell], { env, timeoutMs: 20_000 })
  const own = new RegExp(`/proc/(self|thread-self|${process.pid})/`)
  const others = stdout.split('\n').filter((line) => line !== '' && !own.test(line))
  const alive = await Promise.all(others.map(async (line) => (line.startsWith('/proc') ? stillThere(line) : line)))
  return [...folders, ...alive.filter((line) => line !== null)]
}

/** The grep itself is gone by now, and was never ours. */
async function stillThere(line: string): Promise<string | null> {
  const pid = line.split('/')[2]
  const { stdout } = await run('sh', ['-c', `tr '\\0' ' ' < /proc/${pid}/cmdline`], { env, timeoutMs: 5000 })
  return stdout.trim() === '' ? null : `${pid} ${stdout.trim()}`
}

async function parent(runtime: string, folder: string): Promise<{ id: string; running: Running }> {
  const id = randomBytes(3).toString('hex')
  const running = start(process.execPath, [program, runtime, id, folder], { env: { ...env, FULLDRESS_OWNER: '' } })
  running.stderr?.pipe(process.stderr)
  return { id, running }
}

describe('clean', function () {
  this.timeout(90_000)
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-test-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  for (const runtime of ['processes', 'containers'] as const) {
    it(`removes all that a run of ${runtime} left when it was killed while serving`, async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      const { id, running } = await parent(runtime, folder)
      if (running.stdout !== null) await once(running.stdout, 'data')
      process.kill(running.pid ?? 0, 'SIGKILL')
      await running.exited
      assert.ok((await traces(id)).length > 3, 'it left nothing, so this shows nothing')
      await clean()
      assert.deepEqual(await traces(id), [])
    })

    it(`removes all that a run of ${runtime} left when it was killed at a random moment of its start`, async function () {
      if (runtime === 'containers' && !hasEngine()) this.skip()
      const moment = Math.round(150 + Math.random() * 2500)
      const { id, running } = await parent(runtime, folder)
      await sleep(moment)
      process.kill(running.pid ?? 0, 'SIGKILL')
      await running.exited
      await clean()
      assert.deepEqual(await traces(id), [], `killed after ${moment} ms`)
    })
  }

  it('removes a folder that was never signed only where it bears a run’s id', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000)
    const [stillborn = '', notes = ''] = await Promise.all(
      [randomBytes(3).toString('hex'), 'notes'].map((name) => mkdtemp(join(tmpdir(), `fulldress-${name}-`))),
    )
    await Promise.all([stillborn, notes].map((path) => utimes(path, hourAgo, hourAgo)))
    await clean()
    assert.deepEqual([stillborn, notes].filter(existsSync), [notes])
    await rm(notes, { recursive: true })
  })

  it('leaves a live run alone', async () => {
    await using stage = await staged('processes', smallStage())
    await stage.copy.startServices()
    const before = await traces(stage.id)
    const { live } = await clean()
    assert.ok(live.includes(stage.id))
    assert.deepEqual(await traces(stage.id), before)
    assert.equal((await fetch(`${stage.copy.fronts.echo}/healthz`)).status, 200)
  })
})
