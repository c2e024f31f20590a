import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A stand-in sustains 500 calls a second; its answers are timed beside those of a bare node:http server. */
const RATE = 500
const SECONDS = 10
const agent = new Agent({ keepAlive: true, maxSockets: 50 })

const folder = mkdtempSync(join(tmpdir(), 'fulldress-partners-'))
const port = await freePort()
const latency = { p50Ms: 0, p99Ms: 0 }
const route = {
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/:id',
  status: 201,
  headers: {},
  body: '{}',
}
const routes = [{ ...route, latency, faults: [] }]
const config = { name: 'acquirer', host: '127.0.0.1', port, routes, seed: 7, callsFile: join(folder, 'calls.jsonl') }
writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
const bare = createServer((_, response) => response.writeHead(201).end('{}')).listen(0, '127.0.0.1')
await once(bare, 'listening')
const program = resolve('harness/partners/serve.ts')
const child = spawn(process.execPath, [program, join(folder, 'config.json')], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  await once(child.stdout as NodeJS.ReadableStream, 'data')
  await load(port, 2)
  const before = residentMb()
  const standIn = await load(port, SECONDS)
  const after = residentMb()
  const plain = await load((bare.address() as AddressInfo).port, SECONDS)
  const lines = readFileSync(config.callsFile, 'utf8').trim().split('\n').length
  console.log(`stand-in   ${standIn.text}   ${lines} calls on record, ${before} MB resident before, ${after} MB after`)
  console.log(`bare       ${plain.text}`)
  const holds = standIn.perSecond >= RATE * 0.99 && lines === RATE * (SECONDS + 2)
  console.log(holds ? `bar holds: ${RATE} calls/s sustained, every call on record` : 'bar missed')
  process.exitCode = holds ? 0 : 1
} finally {
  child.kill('SIGKILL')
  bare.close()
  agent.destroy()
  rmSync(folder, { recursive: true })
}

/** An open model: calls start when they are due, and are timed from then. */
async function load(to: number, seconds: number) {
  const startedAt = performance.now()
  const calls: Promise<number>[] = []
  for (let n = 0; n < RATE * seconds; n++) {
    const dueAt = startedAt + (n * 1_000) / RATE
    const early = dueAt - performance.now()
    if (early > 0) await wait(Math.ceil(early))
    calls.push(call(to, n, dueAt))
  }
  const took = (await Promise.all(calls)).sort((a, b) => a - b)
  const perSecond = (RATE * seconds * 1_000) / (performance.now() - startedAt)
  const at = (share: number) => `${took[Math.floor(took.length * share)]?.toFixed(1)} ms`
  return { perSecond, text: `${perSecond.toFixed(0)} calls/s   p50 ${at(0.5)}   p99 ${at(0.99)}` }
}

async function call(to: number, n: number, dueAt: number): Promise<number> {
  const options = { port: to, host: '127.0.0.1', path: `/charges/${n}`, method: 'PUT', agent }
  const [response] = await once(
    request({ ...options, headers: { 'idempotency-key': `${dueAt}` } }).end('{}'),
    'response',
  )
  response.resume()
  await once(response, 'end')
  return performance.now() - dueAt
}

function residentMb(): number {
  const status = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : ''
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port: free } = socket.address() as AddressInfo
  socket.close()
  await once(socket, 'close')
  return free
}
