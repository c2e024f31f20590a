import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Call } from '../../../harness/partners/call.ts'
import type { PartnerConfig } from '../../../harness/partners/config.ts'
import { faultAt } from '../../../harness/partners/schedule.ts'
import { freePort } from './free-port.ts'

const program = join(import.meta.dirname, '../../../harness/partners/serve.ts')

const asking = {
  operation: 'POST /hooks/:name',
  method: 'POST',
  path: '/hooks/:name',
  status: 200,
  headers: {},
  body: 'ok',
  latency: { p50Ms: 30, p99Ms: 30 },
  faults: [{ everyMs: 60_000, lasting: { minMs: 60_000, maxMs: 60_000 }, status: 429, retryAfterMs: 2_000 }],
}

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
    const routes = [route, asking]
    const config: PartnerConfig = { name: 'acquirer', host: '127.0.0.1', port, routes, seed: 7, callsFile }
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

  /** Calls for a second, one about every 10 ms, and tells between which two moments the phase began. */
  async function probe(phase: string) {
    const earliestMs = Date.now()
    await startPhase(phase)
    const latestMs = Date.now()
    const startedAt = performance.now()
    for (let n = 0; performance.now() < startedAt + 1_000; n++) {
      await wait(Math.max(0, startedAt + n * 10 - performance.now()))
      await put(`${phase}-${n}`)
    }
    return { earliestMs, latestMs, seen: (await calls()).filter(({ key }) => key.startsWith(`${phase}-`)) }
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
    for (const phase of ['baseline', 'soak']) {
      const { earliestMs, latestMs, seen } = await probe(phase)
      assert.ok(seen.some(({ fault }) => fault) && seen.some(({ fault }) => !fault))
      // The order to begin is on its way for a while; from some moment of that on, all must have gone by the schedule.
      const moments = Array.from({ length: 10 * (latestMs - earliestMs + 10) }, (_, n) => earliestMs - 5 + n / 10)
      const kept = moments.map(
        (beganMs) =>
          seen.filter(({ atMs, fault }) => (faultAt(7, 'acquirer', route, atMs - beganMs) !== null) === fault).length,
      )
      assert.ok(Math.max(...kept) >= seen.length - 1, `${Math.max(...kept)} of ${seen.length} calls met it in ${phase}`)
    }
  })

  it('asks clients to wait, and records for how long, by trace and without the payload', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const post = (headers: Readonly<Record<string, string>>) =>
      fetch(`${url}/hooks/alerts`, { method: 'POST', body: 'payment of 12 EUR', headers })
    const traced = await post({ traceparent: `00-${trace}-00f067aa0ba902b7-01` })
    await post({ traceparent: `00-${trace}-b7ad6b7169203331-01` })
    await post({})
    assert.deepEqual([traced.status, traced.headers.get('retry-after')], [429, '2'])
    const [first, second, keyless] = (await calls()).filter(({ path }) => path === '/hooks/alerts')
    assert.deepEqual([first?.by, first?.key], ['traceparent', `${trace} POST /hooks/alerts`])
    assert.deepEqual([first?.attempt, second?.attempt, keyless?.attempt], [1, 2, 1])
    assert.deepEqual([first?.logical, first?.retryAfterMs], [second?.logical, 2_000])
    assert.ok((first?.tookMs ?? 0) >= 29, `took ${first?.tookMs} ms`)
    assert.equal(keyless?.by, 'method, path and body')
    assert.ok(!(await readFile(join(folder, 'calls.jsonl'), 'utf8')).includes('12 EUR'))
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
