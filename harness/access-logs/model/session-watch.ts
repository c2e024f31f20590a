import { Transitions } from './transitions.ts'

/** A visitor who comes back after this begins a new session: the web analysts' usual half hour. */
export const IDLE_MS = 30 * 60_000
/** Sessions that are remembered at once, twice; beyond it the oldest are closed early. */
const MOST_OPEN = 250_000

interface Session {
  endpoint: number
  lastMs: number
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
    this.requests++
    let session = this.#young.get(visitor)
    if (session === undefined) {
      session = this.#old.get(visitor)
      if (session !== undefined) {
        this.#old.delete(visitor)
        this.#young.set(visitor, session)
      }
    }
    if (session === undefined || startMs - session.lastMs > IDLE_MS) {
      if (session === undefined) this.#young.set(visitor, { endpoint, lastMs: endMs })
      else this.#end(session)
      increase(this.starts, endpoint)
      this.count++
      if (session === undefined) return
    } else this.transitions.add(session.endpoint, endpoint, Math.max(0, startMs - session.lastMs))
    session.endpoint = endpoint
    session.lastMs = Math.max(session.lastMs, endMs)
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

  #end({ endpoint }: Session): void {
    increase(this.ends, endpoint)
  }
}

function increase(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
