import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Session } from '../../harness/database/session.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'

/** What one run of the load program does. `perSecond` null is the closed model: every session works as fast as it can. */
export interface LoadOrder {
  readonly address: DatabaseAddress
  readonly sessions: number
  readonly seconds: number
  readonly perSecond: number | null
  readonly seed: number
}

export interface LoadResult {
  readonly perSecond: number
  /** From the intended start, in ms. */
  readonly p99Ms: number
}

export const ROWS = 100_000
const WARM_UP_MS = 500

/** A service's mix: two reads, and a write to a row that others write to as well. */
async function transact(session: Session, random: () => number): Promise<void> {
  const id = () => 1 + Math.floor(random() * ROWS)
  await session.query('SELECT * FROM accounts WHERE id = $1', [id()], 'one')
  await session.query('SELECT sum(amount) FROM accounts WHERE branch = $1', [1 + Math.floor(random() * 5_000)], 'some')
  await session.query('UPDATE accounts SET amount = amount + 1 WHERE id = $1', [id()], 'write')
}

async function work({ address, sessions, seconds, perSecond, seed }: LoadOrder): Promise<LoadResult> {
  const beginMs = performance.now() + WARM_UP_MS
  const endMs = beginMs + seconds * 1_000
  const random = randomFrom(seed)
  const latencies: number[] = []
  let arrival = performance.now()
  const dueMs = () => {
    if (perSecond === null) return performance.now()
    arrival += (-Math.log(1 - random()) * 1_000) / perSecond
    return arrival
  }
  const one = async () => {
    await using session = await connect(address, 'load')
    for (let due = dueMs(); due < endMs; due = dueMs()) {
      const earlyMs = due - performance.now()
      if (earlyMs > 0.5) await sleep(earlyMs)
      await transact(session, random)
      const doneMs = performance.now()
      if (due >= beginMs && (perSecond !== null || doneMs < endMs)) latencies.push(doneMs - due)
    }
  }
  await Promise.all(Array.from({ length: sessions }, one))
  latencies.sort((a, b) => a - b)
  return { perSecond: latencies.length / seconds, p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0 }
}

/** mulberry32: the same load for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

// A process of its own, as k6 is one: what the watcher costs its own process must not slow the load by another way.
if (import.meta.main) console.log(JSON.stringify(await work(JSON.parse(process.argv[2] ?? '') as LoadOrder)))
