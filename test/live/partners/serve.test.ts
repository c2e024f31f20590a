import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Call } from '../../../harness/partners/call.ts'
import type { PartnerConfig } from '../../../harness/partners/config.ts'
import { freePort } from './free-port.ts'

const program = join(import.meta.dirname, '../../../harness/partners/serve.ts')

const route = {
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/:id',
  status: 201,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"captured"}',
  latency: { p50Ms: 0, p99Ms: 0 },
  faults: [{ everyMs: 400, lasting: { minMs: 100, maxMs: 200 }, status: 503 }],
}

describe('a stand-in, live', function () {
  this.timeout(30_000)
  let folder: string
  let child: ChildProcess
  let url: string
  let port: number

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fulldress-partner-'))
    port = await freePort()
    url = `http://127.0.0.1:${port}`
    const callsFile = join(folder, 'calls.jsonl')
    const config: PartnerConfig = { name: 'acquirer', host: '127.0.0.1', port, routes: [route], seed: 7, callsFile }
    await writeFile(join(folder, 'config.json'), JSON.stringify(config))
    child = spawn(process.execPath, [program, join(folder, 'config.json')], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout as NodeJS.ReadableStream, 'data')
  })

  after(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  const put = (key: string) => fetch(`${url}/charges/${key}`, { method: 'PUT', headers: { 'idempotency-key': key } })

  const startPhase = (phase: string) =>
    fetch(`${url}/__fulldress/phase`, { method: 'POST', body: JSON.stringify({ phase }) })

  async function calls(): Promise<Call[]> {
    await wait(50)
    const lines = (await readFile(join(folder, 'calls.jsonl'), 'utf8')).trim().split('\n')
    return lines.map((line) => JSON.parse(line) as Call)
  }

  /** Statuses over a second, one call every 10 ms, stamped with the time since the phase began. */
  async function probe(phase: string): Promise<boolean[]> {
    await startPhase(phase)
    const startedAt = performance.now()
    const seen: boolean[] = []
    for (let n = 0; n < 100; n++) {
      await wait(Math.max(0, startedAt + n * 10 - performance.now()))
      seen.push((await put(`${phase}-${n}`)).status === 503)
    }
    return seen
  }

  it('says when it is healthy', async () => {
    assert.equal((await fetch(`${url}/__fulldress/health`)).status, 200)
  })

  it('answers as declared once no fault is on, and records key, attempt, phase and arrival', async () => {
    await startPhase('baseline')
    const before = Date.now()
    let response = await put('a')
    while (response.status === 503) response = await put('a')
    assert.equal(await response.text(), '{"status":"captured"}')
    const mine = (await calls()).filter(({ key }) => key === 'a')
    assert.deepEqual(
      mine.map(({ attempt }) => attempt),
      mine.map((_, index) => index + 1),
    )
    const [first] = mine
    assert.ok(first && first.phase === 'baseline' && first.path === '/charges/a')
    assert.ok(Math.abs(first.atMs - before) < 1_000, `${first.atMs} against ${before}`)
  })

  it('refuses and records what no route answers', async () => {
    const response = await fetch(`${url}/refunds/1?all=1`, { method: 'POST' })
    assert.equal(response.status, 404)
    assert.equal(await response.text(), '{"error":"no route of this stand-in"}')
    const last = (await calls()).at(-1)
    assert.deepEqual([last?.operation, last?.path, last?.status], ['POST (no route)', '/refunds/1?all=1', 404])
  })

  it('meets every phase with the same faults', async () => {
    const baseline = await probe('baseline')
    const soak = await probe('soak')
    const differ = baseline.filter((failed, n) => failed !== soak[n]).length
    assert.ok(baseline.includes(true) && baseline.includes(false))
    // Calls within a few milliseconds of a window's edge may fall on either side of it.
    assert.ok(differ <= 12, `${differ} of 100 calls differ`)
  })

  it('listens on the address it was given and on no other', async () => {
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    const outside = others.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.2'
    await assert.rejects(fetch(`http://${outside}:${port}/__fulldress/health`))
  })

  it('ends with 0 when asked to', async () => {
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })
})
