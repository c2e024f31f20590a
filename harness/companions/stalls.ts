import type { Fact } from '../model/evidence.ts'
import type { Beat, Loop } from './loop.ts'
import type { Obstruction } from './obstruction.ts'
import { locate, type Script, type ScriptStatement, takenBy } from './script.ts'

type Stall = Extract<Fact, { kind: 'stall.felt' }>

export interface Watched {
  readonly trial: number
  readonly loops: readonly Pick<Loop, 'rhythm' | 'pid' | 'beats'>[]
  readonly seen: readonly Obstruction[]
  readonly script: Script
  /** When the migration's first attempt began. */
  readonly fromMs: number
}

export interface Stalls {
  readonly facts: readonly Stall[]
  /** Longest wait in which nobody was seen to stand in the way: a busy machine, a query that became slow. */
  readonly unexplainedMs: number
}

/** Below this nobody calls it a stall. */
const NOTABLE_MS = 50

/** Worst of a sufferer before the migration began. */
export function usualOf(beats: readonly Beat[], fromMs: number): number {
  return Math.max(0, ...beats.filter(({ toMs }) => toMs <= fromMs).map((beat) => beat.toMs - beat.fromMs))
}

/**
 * Waits longer than usual, of which the server said that the migration stood in the way: once per sufferer and cause,
 * with the longest. A companion that stands in the way by itself is no harm of the migration's.
 */
export function stallsOf({ trial, loops, seen, script, fromMs }: Watched): Stalls {
  const stalls = new Map<string, Stall>()
  let unexplainedMs = 0
  for (const { rhythm, pid, beats } of loops) {
    const usualMs = usualOf(beats, fromMs)
    const mine = seen.filter((one) => one.pid === pid)
    for (const beat of beats) {
      const lastedMs = beat.toMs - beat.fromMs
      if (beat.toMs <= fromMs || lastedMs <= Math.max(usualMs, NOTABLE_MS)) continue
      const during = mine.filter(({ atMs }) => atMs >= beat.fromMs && atMs <= beat.toMs)
      const longestMs = obstructedMs(beat, during)
      // One that was already waiting waits for a companion, or for another of its kind.
      if (longestMs < lastedMs && beat.fromMs >= fromMs) unexplainedMs = Math.max(unexplainedMs, lastedMs - longestMs)
      if (longestMs <= Math.max(usualMs, NOTABLE_MS)) continue
      const { lock, statement } = causeOf(during, script)
      const key = JSON.stringify([rhythm.by, rhythm.what, statement?.index ?? null, lock])
      const known = stalls.get(key)
      stalls.set(key, {
        ...{ kind: 'stall.felt', trial, by: rhythm.by, what: rhythm.what, usualMs: round(usualMs), lock },
        ...(known !== undefined && known.longestMs >= longestMs
          ? { fromMs: known.fromMs, longestMs: known.longestMs }
          : { fromMs: Math.round(beat.fromMs), longestMs: round(longestMs) }),
        times: (known?.times ?? 0) + 1,
        place: statement?.place ?? null,
        statement: statement?.masked ?? null,
      })
    }
  }
  return { facts: [...stalls.values()], unexplainedMs: round(unexplainedMs) }
}

/** How much of a wait was the migration's: all, where it was seen in the way for most of it. */
function obstructedMs(beat: Beat, during: readonly Obstruction[]): number {
  if (during.length === 0) return 0
  const since = Math.max(beat.fromMs, Math.min(...during.map(({ sinceMs }) => sinceMs)))
  const until = Math.min(beat.toMs, Math.max(...during.map(({ atMs }) => atMs)))
  const lastedMs = beat.toMs - beat.fromMs
  return until - since >= lastedMs / 2 ? lastedMs : Math.max(0, until - since)
}

interface Cause {
  readonly lock: Obstruction['lock']
  readonly statement: ScriptStatement | null
}

/** What was seen in the way most often. */
function causeOf(during: readonly Obstruction[], script: Script): Cause {
  const causes = new Map<string, { cause: Cause; times: number }>()
  for (const { lock, running } of during) {
    const current = locate(script, running)
    const statement = lock === null ? current : takenBy(script, { current, lock, running })
    const key = JSON.stringify([lock, statement?.index ?? null])
    causes.set(key, { cause: { lock, statement }, times: (causes.get(key)?.times ?? 0) + 1 })
  }
  const [most] = [...causes.values()].toSorted((one, other) => other.times - one.times)
  return most?.cause ?? { lock: null, statement: null }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
