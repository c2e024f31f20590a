import type { WaitingNow } from '../../model/reading.ts'
import { chainsOf } from './chain.ts'
import type { Sample, SeenLock } from './sample.ts'

const MOST_TABLES = 3

/** Who waits by the newest sample: it stands until another one differs. */
export function waitingIn(sample: Sample | null, nowMs: number): WaitingNow {
  const waits = (sample?.locks ?? []).filter(({ granted }) => !granted)
  const sinceOf = ({ waitingSinceMs }: SeenLock) => waitingSinceMs ?? sample?.atMs ?? nowMs
  const since = waits.map(sinceOf)
  const chains = chainsOf(sample?.locks ?? [])
  const [first] = chains.toSorted((one, other) => sinceOf(one.waiter) - sinceOf(other.waiter))
  const tables = new Set(waits.flatMap(({ relation }) => relation?.indexed ?? relation?.name ?? []))
  return {
    sessions: new Set(waits.map(({ pid }) => pid)).size,
    longestMs: Math.max(0, ...since.map((sinceMs) => Math.round(nowMs - sinceMs))),
    tables: [...tables].slice(0, MOST_TABLES),
    ...(first === undefined ? {} : { behind: { mode: first.head.mode, statement: first.head.statement } }),
  }
}
