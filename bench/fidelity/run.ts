import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Fact } from '../../harness/model/evidence.ts'
import { endpointOf, modelOf, think } from './model.ts'
import { FRONT_IP, playModel } from './play.ts'

/**
 * Fidelity of replay: 500 requests per second of a model with even, Poisson and bursty arrivals and with journeys,
 * against a small local server. The bar: rate error at most 1 % and KS distance at most 0.05 per endpoint, p99 of lag at
 * most 5 ms.
 */
const MOST = { rateError: 0.01, distance: 0.05, lagMs: 5 }
const { values } = parseArgs({
  options: { blocks: { type: 'string', default: '12' }, factor: { type: 'string', default: '1' } },
})

const server = createServer((request, response) => void request.resume().on('end', () => response.end('{}')))
await new Promise<void>((resolve) => void server.listen(0, FRONT_IP, resolve))
const url = `http://${FRONT_IP}:${(server.address() as AddressInfo).port}`
const factor = Number(values.factor)
const even = { index: 0.2, arrivals: 'even', countedOverMs: 1000 } as const
const bursty = { index: 4, arrivals: 'bursty', countedOverMs: 1000 } as const
const alone = [
  endpointOf('GET /products/:id', 180 * factor),
  endpointOf('GET /search', 120 * factor),
  endpointOf('GET /health', 20 * factor, even),
  endpointOf('POST /events', 60 * factor, bursty),
]
// Half of the journeys that come home go on to an order, and half of those back home: 4/3 and 2/3 visits each.
const sessions = {
  by: 'cookie',
  count: 0,
  idleMs: 60_000,
  peakPerSecond: 60 * factor,
  meanRequests: 2,
  starts: [{ endpoint: 'GET /home', share: 1 }],
  transitions: [
    { from: 'GET /home', ends: 0.5, next: [{ to: 'POST /orders', share: 0.5, thinkMs: think(400) }] },
    { from: 'POST /orders', ends: 0.5, next: [{ to: 'GET /home', share: 0.5, thinkMs: think(400) }] },
  ],
} as const
const model = modelOf(
  [...alone, endpointOf('GET /home', 80 * factor), endpointOf('POST /orders', 40 * factor)],
  sessions,
)
try {
  const loadBefore = loadavg()[0] ?? 0
  const facts = await playModel({ model, url, blockMs: 5000, blocks: Number(values.blocks), warmUp: 2 })
  process.exitCode = report(facts, loadBefore) ? 0 : 1
} finally {
  server.closeAllConnections()
  server.close()
}

function report(facts: readonly Fact[], loadBefore: number): boolean {
  const fidelity = facts.findLast((fact) => fact.kind === 'traffic.fidelity')
  const phase = facts.findLast((fact) => fact.kind === 'traffic.phase')
  if (fidelity === undefined || phase === undefined) throw new Error('no fidelity was recorded')
  for (const one of fidelity.endpoints) {
    const { endpoint, modelPerSecond, sentPerSecond, rateError, arrivalDistance, heldAgainst } = one
    const rates = `${modelPerSecond.toFixed(1)}/s asked, ${sentPerSecond.toFixed(2)}/s sent (${(100 * rateError).toFixed(2)} %)`
    console.log(`${endpoint.padEnd(18)} ${rates}, KS ${arrivalDistance?.toFixed(3)} against the ${heldAgainst}`)
  }
  const worst = {
    rateError: Math.max(...fidelity.endpoints.map(({ rateError }) => Math.abs(rateError))),
    distance: Math.max(...fidelity.endpoints.map(({ arrivalDistance }) => arrivalDistance ?? 1)),
    lagMs: phase.lag.idleP99Ms ?? Number.POSITIVE_INFINITY,
  }
  const load = `load ${loadBefore.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} at the end`
  console.log(
    `rate error ${(100 * worst.rateError).toFixed(2)} %, KS ${worst.distance.toFixed(3)}, lag p99 ${worst.lagMs} ms, dropped ${phase.lag.dropped}; ${load}`,
  )
  const holds = (Object.keys(MOST) as (keyof typeof MOST)[]).every((name) => worst[name] <= MOST[name])
  console.log(holds ? 'bar holds' : 'bar missed')
  return holds
}
