import { LATE_MINUTES } from './model/recent-minutes.ts'
import type { RequestReader } from './request-reader.ts'

/** So many lines say together which of their times are right. */
export const WITNESSES = 8
const LEAP_MS = LATE_MINUTES * 60_000
const DAY_MS = 24 * 60 * 60_000
/** Farther from the others than so many times what lies between those is not the same log's pace. */
const FAR = 10
/** Enough of a broken line to show what it looks like. */
const SHOWN_BYTES = 500

/** What a log has had so far. */
interface TimeSoFar {
  readonly firstMs: number
  readonly lastMs: number
  readonly requests: number
}

/** A request that waits, without the buffer that it was read from. */
export interface HeldRequest {
  readonly request: RequestReader
  readonly target: Buffer
  /** The beginning of its line. */
  readonly line: Buffer
  /** Of the line. */
  readonly number: number
}

/** Whether a time waits for the lines after it: time goes by the newest line, and one wrong stamp would be that to all others. */
export function isDoubtful(atMs: number, { lastMs, requests }: TimeSoFar): boolean {
  return requests === 0 || atMs > lastMs + LEAP_MS
}

/** Copies what was read last. */
export function held(
  bytes: Buffer,
  reader: RequestReader,
  { start, end, number }: { readonly start: number; readonly end: number; readonly number: number },
): HeldRequest {
  return {
    ...reader.copy(bytes),
    line: Buffer.from(bytes.subarray(start, Math.min(end, start + SHOWN_BYTES))),
    number,
  }
}

/**
 * Which of the times that followed each other are right. A silence goes on being one for the lines after it; where most
 * lines go on where the log was, those ahead of them are wrong. `ended` where the log has no line after them.
 */
export function believed(times: readonly number[], log: TimeSoFar, ended: boolean): readonly boolean[] {
  const isAhead = (atMs: number) => isDoubtful(atMs, log)
  const ahead = times.filter(isAhead)
  const goesOn = log.requests > 0 && ahead.length * 2 <= times.length
  if (goesOn || (ended && isWithoutWitness(ahead, log))) return times.map((atMs) => !isAhead(atMs))
  const isStrange = strangerTo(ahead)
  return times.map((atMs) => !isStrange(atMs))
}

/** Nothing follows the last lines of a log: they are believed unless they would make it more than twice as long. */
function isWithoutWitness(ahead: readonly number[], { firstMs, lastMs, requests }: TimeSoFar): boolean {
  return requests >= WITNESSES && Math.min(...ahead) - lastMs > Math.max(DAY_MS, lastMs - firstMs)
}

/** Tells times that are days from most of the others, which are close together. */
function strangerTo(times: readonly number[]): (atMs: number) => boolean {
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0
  const near = times.filter((atMs) => Math.abs(atMs - median) <= DAY_MS)
  if (times.length < 3 || near.length * 2 <= times.length) return () => false
  const farMs = Math.max(DAY_MS, FAR * (Math.max(...near) - Math.min(...near)))
  return (atMs) => Math.abs(atMs - median) > farMs
}
