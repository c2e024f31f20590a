import { closeSync, openSync, writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { PartnerFault, PartnerRoute } from '../model/stage.ts'
import { Attempts } from './attempts.ts'
import type { Call } from './call.ts'
import type { PartnerConfig } from './config.ts'
import { type Asked, logicalKey } from './logical-key.ts'
import { pathPattern } from './route.ts'
import { answerTimeMs, faultAt } from './schedule.ts'

export interface Arrival extends Asked {
  /** Epoch milliseconds. */
  readonly atMs: number
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const UNKNOWN: Answer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: '{"error":"no route of this stand-in"}',
}

/** What a third party's stand-in answers, when, and what it remembers; the HTTP around it is serve.ts. */
export class StandIn implements Disposable {
  readonly #config: PartnerConfig
  readonly #routes: readonly { readonly route: PartnerRoute; readonly pattern: RegExp }[]
  readonly #attempts = new Attempts()
  readonly #answered = new Map<string, number>()
  readonly #descriptor: number
  /** Calls whose answer is on its way. */
  readonly #underWay = new Set<Call>()
  #lines: string[] = []
  #phase = 'before'
  #phaseAt: number

  constructor(config: PartnerConfig, nowMs: number) {
    this.#config = config
    this.#routes = config.routes.map((route) => ({ route, pattern: pathPattern(route.path) }))
    this.#descriptor = openSync(config.callsFile, 'a')
    this.#phaseAt = nowMs
  }

  /** Restarts faults and answer times from their beginning, so that every phase meets the same. */
  startPhase(phase: string, nowMs: number): void {
    this.#phase = phase
    this.#phaseAt = nowMs
    this.#answered.clear()
  }

  /** Takes its seeded time, then answers; the call is on record when this resolves. */
  async answer(arrival: Arrival): Promise<Answer> {
    const route = this.#routes.find(
      ({ route, pattern }) => route.method === arrival.method && pattern.test(arrival.path),
    )
    const operation = route?.route.operation ?? `${arrival.method} (no route)`
    const { key, by } = logicalKey(arrival)
    const { atMs, method, path } = arrival
    const keyed = by === 'Idempotency-Key'
    const { logical, attempt, answered } = this.#attempts.arrive({ operation, key, keyed, atMs })
    const fault = route ? faultAt(this.#config.seed, this.#config.name, route.route, atMs - this.#phaseAt) : null
    const answer = route ? answerOf(route.route, fault) : UNKNOWN
    const call: Call = {
      ...{ atMs, phase: this.#phase, operation, method, path, key, by, logical, attempt },
      ...{ status: answer.status, fault: fault !== null },
      ...(fault?.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    }
    this.#underWay.add(call)
    const meantMs = route ? await this.#takeTime(route.route) : 0
    answered(answer.status)
    const tookMs = epochNow() - atMs
    if (this.#underWay.delete(call)) this.#record({ ...call, tookMs, lateMs: Math.max(0, tookMs - meantMs) })
    return answer
  }

  /** Waits for the seeded time, and tells it. */
  async #takeTime(route: PartnerRoute): Promise<number> {
    const n = this.#answered.get(route.operation) ?? 0
    this.#answered.set(route.operation, n + 1)
    const takesMs = answerTimeMs(this.#config.seed, this.#config.name, route, n)
    if (takesMs >= 1) await wait(Math.round(takesMs))
    return takesMs
  }

  /** Lines are gathered for one turn of the event loop, so that a burst costs one write, and a kill loses next to nothing. */
  #record(call: Call): void {
    if (this.#lines.push(`${JSON.stringify(call)}\n`) === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    if (this.#lines.length === 0) return
    writeSync(this.#descriptor, this.#lines.join(''))
    this.#lines = []
  }

  [Symbol.dispose](): void {
    for (const call of this.#underWay) this.#record(call)
    this.#underWay.clear()
    this.#flush()
    closeSync(this.#descriptor)
  }
}

function answerOf(route: PartnerRoute, fault: PartnerFault | null): Answer {
  if (fault === null) return { status: route.status, headers: route.headers, body: route.body }
  // Delta-seconds, the form that every client understands: RFC 9110, 10.2.3.
  const retryAfter = fault.retryAfterMs === undefined ? {} : { 'retry-after': String(fault.retryAfterMs / 1_000) }
  return {
    status: fault.status,
    headers: { 'content-type': 'application/json', ...retryAfter },
    body: '{"error":"seeded fault"}',
  }
}

/** By the clock that arrivals are stamped with, which no correction of the system's time moves. */
function epochNow(): number {
  return performance.timeOrigin + performance.now()
}
