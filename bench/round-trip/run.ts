import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { learnCommand } from '../../harness/commands/learn.ts'
import type { TrafficModel } from '../../harness/model/traffic-model.ts'
import { journeysOf } from '../../harness/plan/visits.ts'
import { readTrafficModel } from '../../harness/spec/traffic-model/read-model.ts'
import { endpointOf, modelOf, think } from '../fidelity/model.ts'
import { FRONT_IP, playModel } from '../fidelity/play.ts'
import { serveWithLog } from './log-server.ts'

/**
 * From a model to traffic to a log to a model: k6 replays a model against a server that writes a combined log, and what
 * `fulldress learn` makes of the log has its rates within 2 % and its transition matrix within 0.02.
 */
const MOST = { rate: 0.02, share: 0.02 }
const BLOCK_MS = 5000
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '150' } } })

const sessions = {
  by: 'user',
  count: 0,
  idleMs: 60_000,
  peakPerSecond: 30,
  meanRequests: 3,
  starts: [
    { endpoint: 'GET /home', share: 0.8 },
    { endpoint: 'GET /search', share: 0.2 },
  ],
  transitions: [
    {
      from: 'GET /home',
      ends: 0.3,
      next: [
        { to: 'GET /search', share: 0.5, thinkMs: think(1200) },
        { to: 'GET /home', share: 0.2, thinkMs: think(1500) },
      ],
    },
    {
      from: 'GET /search',
      ends: 0.4,
      next: [
        { to: 'GET /products/:id', share: 0.45, thinkMs: think(1000) },
        { to: 'GET /search', share: 0.15, thinkMs: think(1300) },
      ],
    },
    {
      from: 'GET /products/:id',
      ends: 0.55,
      next: [
        { to: 'POST /orders', share: 0.15, thinkMs: think(2000) },
        { to: 'GET /search', share: 0.3, thinkMs: think(1100) },
      ],
    },
    { from: 'POST /orders', ends: 0.9, next: [{ to: 'GET /home', share: 0.1, thinkMs: think(900) }] },
  ],
} as const
const alone = [endpointOf('GET /health', 10), endpointOf('GET /feed', 25)]
const visited = ['GET /home', 'GET /search', 'GET /products/:id', 'POST /orders']
const { requestsPerSecond } = journeysOf(modelOf([], sessions), { window: 'peak', factor: 1 })
const byJourneys = visited.map((name) => endpointOf(name, requestsPerSecond.get(name) ?? 0))
const model = modelOf([...alone, ...byJourneys], sessions)

const folder = mkdtempSync(join(tmpdir(), 'fulldress-round-trip-'))
const log = join(folder, 'access.log')
try {
  const blocks = Math.round((1000 * Number(values.seconds)) / BLOCK_MS)
  const sent = await play(blocks)
  await learnCommand(log, { out: join(folder, 'traffic.yaml'), window: 60_000 })
  const learned = await readTrafficModel(join(folder, 'traffic.yaml'), {})
  console.log(`log of ${statSync(log).size} bytes, ${learned.learned.lines} lines, ${learned.learned.broken} broken`)
  const rates = compareRates(sent, learned)
  const shares = compareTransitions(learned)
  const holds = rates <= MOST.rate && shares <= MOST.share
  const load = loadavg()[0]?.toFixed(1)
  console.log(`rates within ${(100 * rates).toFixed(2)} %, transitions within ${shares.toFixed(4)}; load ${load}`)
  console.log(holds ? 'bar holds' : 'bar missed')
  process.exitCode = holds ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Rates that the model asks for, those of its journeys included. */
async function play(blocks: number): Promise<ReadonlyMap<string, number>> {
  await using server = await serveWithLog(log, FRONT_IP)
  const facts = await playModel({ model, url: server.url, blockMs: BLOCK_MS, blocks, warmUp: 1 })
  const fidelity = facts.findLast((fact) => fact.kind === 'traffic.fidelity')
  if (fidelity === undefined) throw new Error('no fidelity was recorded')
  return new Map(fidelity.endpoints.map(({ endpoint, modelPerSecond }) => [endpoint, modelPerSecond]))
}

function compareRates(asked: ReadonlyMap<string, number>, learned: TrafficModel): number {
  const errors = [...asked].map(([name, perSecond]) => {
    const found = learned.endpoints.find((one) => one.name === name)?.peakPerSecond ?? 0
    console.log(`${name.padEnd(18)} ${perSecond.toFixed(2)}/s asked, ${found.toFixed(2)}/s learned`)
    return Math.abs(found / perSecond - 1)
  })
  return Math.max(...errors)
}

function compareTransitions(learned: TrafficModel): number {
  const found = new Map(learned.sessions?.transitions.map((row) => [row.from, row]))
  const errors = sessions.transitions.flatMap(({ from, ends, next }) => {
    const row = found.get(from)
    const shareTo = (to: string) => row?.next.find((one) => one.to === to)?.share ?? 0
    const pairs = [[ends, row?.ends ?? 0] as const, ...visited.map((to) => [share(next, to), shareTo(to)] as const)]
    const words = pairs.map(([asked, seen]) => `${asked.toFixed(2)}→${seen.toFixed(3)}`)
    console.log(`${from.padEnd(18)} ends, then to each: ${words.join('  ')}`)
    return pairs.map(([asked, seen]) => Math.abs(asked - seen))
  })
  return Math.max(...errors)
}

function share(next: readonly { readonly to: string; readonly share: number }[], name: string): number {
  return next.find(({ to }) => to === name)?.share ?? 0
}
