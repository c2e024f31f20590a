import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fact } from '../../../harness/model/evidence.ts'
import type { ReplayDescription } from '../../../harness/model/replay.ts'
import type { ScenarioDescription } from '../../../harness/model/traffic.ts'
import { startTraffic } from '../../../harness/traffic/player.ts'
import type { K6, Traffic } from '../../../harness/traffic/traffic.ts'

export const FRONT_IP = '127.77.201.1'

/** A server where a front would be, a folder for the run, and the facts that were recorded. */
export interface Staged extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly facts: Fact[]
  script(name: string, source: string): string
  start(
    k6: K6,
    scenarios: readonly ScenarioDescription[],
    environment?: Record<string, string>,
    replay?: ReplayDescription,
  ): Promise<Traffic>
}

export async function stage(listener: RequestListener): Promise<Staged> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-traffic-'))
  const server = await listen(listener, FRONT_IP)
  const facts: Fact[] = []
  const url = `http://${FRONT_IP}:${portOf(server)}`
  return {
    url,
    folder,
    facts,
    script: (name, source) => {
      writeFileSync(join(folder, name), source)
      return join(folder, name)
    },
    start: (k6, scenarios, environment = {}, replay = undefined) =>
      startTraffic({
        k6,
        frontIp: FRONT_IP,
        folder,
        record: (fact) => facts.push(fact),
        signal: new AbortController().signal,
        description: {
          scenarios,
          ...(replay === undefined ? {} : { replay }),
          environment: { BASE_URL: url, ...environment },
          ledgers: [],
          seed: 7,
          blockMs: 1000,
          stallMs: 1000,
        },
      }),
    [Symbol.asyncDispose]: async () => {
      await close(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function listen(listener: RequestListener, ip: string): Promise<Server> {
  const server = createServer(listener).listen(0, ip)
  await once(server, 'listening')
  return server
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Plays a phase of some blocks from now on. */
export async function playPhase(traffic: Traffic, lengthMs: number, during?: (fromMs: number) => void): Promise<void> {
  const fromMs = traffic.blockAfter(Date.now())
  await sleep(fromMs - Date.now())
  during?.(fromMs)
  await Promise.race([sleep(fromMs + lengthMs - Date.now()), traffic.failure])
  await traffic.phase('baseline', fromMs, fromMs + lengthMs)
}

/** The last fact of a kind: phases are recorded again when they changed. */
export function last<K extends Fact['kind']>(facts: readonly Fact[], kind: K): Extract<Fact, { kind: K }> {
  const found = facts.findLast((fact) => fact.kind === kind)
  if (found === undefined) throw new Error(`no fact ${kind} was recorded`)
  return found as Extract<Fact, { kind: K }>
}
