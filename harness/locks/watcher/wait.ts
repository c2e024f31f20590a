import { type Contested, contestedBy, modeOf, rowOf } from './contested.ts'
import type { Sample, SeenLock } from './sample.ts'

/** How a wait ended: with the lock, without it, or as a deadlock's victim. */
export type WaitEnd = 'granted' | 'gave-up' | 'deadlock'

/** Somebody who stood right in front for a while. */
export interface Stand {
  readonly pid: number
  readonly fromMs: number
  toMs: number
}

/** A wait as the server knows it: for a tuple, or for a transaction, or for a relation. */
export interface Part {
  readonly lock: SeenLock
  readonly row: string | null
  fromMs: number
  /** When it was last seen. */
  toMs: number
  /** When it was seen to be over. */
  goneMs: number | null
  /** Its beginning is known only by the look that saw it first. */
  unstamped: boolean
  blockers: readonly number[]
}

/** A wait as a person counts: the parts that one row costs are one. */
export interface Wait {
  readonly lock: SeenLock
  readonly contested: Contested
  readonly mode: string
  readonly parts: Part[]
  /** Whom it stood directly behind, one after the other: its place in the tree. */
  readonly behind: Stand[]
  end: WaitEnd | null
  /** It was seen to hold the lock afterwards. */
  holds: boolean
}

/** A beginning that the server had not stamped yet lies this close before the stamp. */
const UNSTAMPED_MS = 50

export function beginWait(lock: SeenLock, sample: Sample): Wait {
  const contested = contestedBy(lock, sample.locks)
  return {
    lock,
    contested,
    mode: modeOf(lock, contested),
    parts: [partOf(lock, sample)],
    behind: [],
    end: null,
    holds: false,
  }
}

export function partOf(lock: SeenLock, { atMs, locks }: Sample): Part {
  const fromMs = Math.min(lock.waitingSinceMs ?? atMs, atMs)
  return {
    lock,
    row: rowOf(lock, locks),
    fromMs,
    toMs: atMs,
    goneMs: null,
    unstamped: lock.waitingSinceMs === null,
    blockers: lock.blockers,
  }
}

export function lastPart({ parts }: Wait): Part {
  return parts.at(-1) as Part
}

export function beginningOf({ parts }: Wait): number {
  return (parts[0] as Part).fromMs
}

/** Between getting to the front of a row's queue and waiting for whoever has the row lies no more than this. */
export const TURN_MS = 50

/** At most: it may have been over for a while when that was seen. */
export function lastedMs(wait: Wait): number {
  const { toMs, goneMs } = lastPart(wait)
  return (goneMs ?? toMs) - beginningOf(wait)
}

/** Goes on with a part if what is seen now is the same wait; a session may wait for the same thing twice. */
export function goesOn(part: Part, lock: SeenLock): boolean {
  if (part.unstamped) {
    if (lock.waitingSinceMs === null) return true
    if (lock.waitingSinceMs > part.fromMs + UNSTAMPED_MS) return false
    part.fromMs = lock.waitingSinceMs
    part.unstamped = false
    return true
  }
  return lock.waitingSinceMs !== null && Math.abs(lock.waitingSinceMs - part.fromMs) < 0.5
}

/**
 * Whether the next part belongs to the same row: whoever got to the front of a row's queue waits on for the transaction
 * that has the row, maybe in its next version, and if several share the row for each of them.
 */
export function isOfSameRow(wait: Wait, lock: SeenLock, { atMs, locks }: Sample): boolean {
  const { lock: before, row, toMs, goneMs } = lastPart(wait)
  if (before.pid !== lock.pid || before.transaction !== lock.transaction || !wait.contested.ofRow) return false
  if (lock.waitingSinceMs !== null && lock.waitingSinceMs < toMs - 1) return false
  if (goneMs !== null && (lock.waitingSinceMs ?? atMs) > goneMs + TURN_MS) return false
  if (row !== null && row === rowOf(lock, locks)) return true
  return before.type === 'tuple' && lock.type === 'transactionid'
}
