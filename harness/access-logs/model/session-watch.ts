import { MOST_SESSION_REQUESTS } from '../../model/traffic-model.ts'
import { Transitions } from './transitions.ts'

/** A visitor who comes back after this begins a new session: the web analysts' usual half hour. */
export const IDLE_MS = 30 * 60_000
/** Sessions that are remembered at once, twice; beyond it the oldest are closed early. */
const MOST_OPEN = 250_000

interface Session {
  endpoint: number
  lastMs: number
  requests: number
}

/**
 * Follows visitors from request to request in bounded memory. Two generations of sessions: whoever is not seen while one
 * generation lasts is over when it ends, so that no clock has to run for each.
 */
export class SessionWatch {
  readonly transitions = new Transitions()
  /** By number of endpoint. */
  readonly starts = new Map<number, number>()
  readonly ends = new Map<number, number>()
  count = 0
  requests = 0
  /** Whether sessions had to be closed early. */
  crowded = false
  #young = new Map<number, Session>()
  #old = new Map<number, Session>()
  #turnMs = Number.NEGATIVE_INFINITY

  request(visitor: number, endpoint: number, startMs: number, endMs: number): void {
    if (endMs > this.#turnMs + IDLE_MS || this.#young.size >= MOST_OPEN) this.#turn(endMs)
    const session = this.#young.get(visitor) ?? this.#fromOld(visitor)
    if (session === undefined) this.#young.set(visitor, this.#begin(endpoint, endMs))
    else if (startMs - session.lastMs > IDLE_MS) {
      this.#end(session)
      Object.assign(session, this.#begin(endpoint, endMs))
    } else this.#follow(session, endpoint, startMs)
    if (session !== undefined && endMs > session.lastMs) session.lastMs = endMs
  }

  #begin(endpoint: number, lastMs: number): Session {
    increase(this.starts, endpoint)
    this.count++
    this.requests++
    return { endpoint, lastMs, requests: 1 }
  }

  #follow(session: Session, endpoint: number, startMs: number): void {
    if (session.requests >= MOST_SESSION_REQUESTS) return
    this.transitions.add(session.endpoint, endpoint, Math.max(0, startMs - session.lastMs))
    session.endpoint = endpoint
    session.requests++
    this.requests++
    if (session.requests === MOST_SESSION_REQUESTS) increase(this.ends, endpoint)
  }

  #fromOld(visitor: number): Session | undefined {
    const session = this.#old.get(visitor)
    if (session === undefined) return undefined
    this.#old.delete(visitor)
    this.#young.set(visitor, session)
    return session
  }

  /**
   * Closes what is open. A visitor who was there a moment before the log ends was probably not done, so that to count an end
   * there would end sessions too early; a moment is what nearly all have come back within.
   */
  finish(endMs: number): void {
    const moment = this.transitions.usualThinkMs()
    for (const session of [...this.#old.values(), ...this.#young.values()]) {
      if (endMs - session.lastMs > moment) this.#end(session)
    }
    this.#old.clear()
    this.#young.clear()
  }

  #turn(nowMs: number): void {
    if (this.#young.size >= MOST_OPEN) this.crowded = true
    for (const session of this.#old.values()) this.#end(session)
    this.#old = this.#young
    this.#young = new Map()
    this.#turnMs = nowMs
  }

  #end({ endpoint, requests }: Session): void {
    if (requests < MOST_SESSION_REQUESTS) increase(this.ends, endpoint)
  }
}

function increase(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
