import type { Caller } from '../model/retries-seen.ts'
import { type LogicalCall, spanOf } from './logical-calls.ts'

/** A request of a client, epoch milliseconds. */
export interface Request {
  readonly endpoint: string
  readonly fromMs: number
  readonly toMs: number
}

/** Endpoints whose requests enclose a call: when it was made, and as if it had been made at other times. */
export interface Enclosing {
  readonly endpoints: ReadonlySet<string>
  readonly atOtherTimes: readonly ReadonlySet<string>[]
}

/** Shorter than this, many a request of others would fit as well. */
const SHORTEST_MS = 40
/**
 * What a service does before its first attempt and after its last answer, on a quiet machine; more is another matter's
 * request. A machine that is late stretches both, to several times of what it adds to a stand-in's answer.
 */
const SLACK_MS = 250
const TIMES_LATE = 5
/** The harness and the stand-in read one clock, but k6 stamps the end of a request when it gets to it. */
const CLOCKS_MS = 5
/** Times at which a call was not made, to see how often it would have been enclosed by chance. None is a round number, as periods of faults are. */
const OTHER_TIMES_MS = [-2_371, -1_153, 1_153, 2_371]
const TIMES_MS = [0, ...OTHER_TIMES_MS]

/**
 * Tells for each retried call which endpoints had a request that began just before its first attempt and ended just
 * after its last answer. Calls that are too short to be told from others so have no entry of their own. Reads the
 * requests in a stream, for there are far more of them than of retried calls. `lateMs` is how late the stand-in's answers were.
 */
export async function encloseCalls(
  calls: readonly LogicalCall[],
  { requests, lateMs }: { readonly requests: Iterable<Request> | AsyncIterable<Request>; readonly lateMs: number },
): Promise<ReadonlyMap<LogicalCall, Enclosing>> {
  const slackMs = Math.max(SLACK_MS, TIMES_LATE * lateMs)
  const timed = calls
    .map((call) => ({ call, ...spanOf(call), sets: TIMES_MS.map(() => new Set<string>()) }))
    .filter(({ call, fromMs, toMs }) => isRetried(call) && toMs - fromMs >= SHORTEST_MS)
    .sort((a, b) => a.fromMs - b.fromMs)
  for await (const request of requests) {
    for (const [index, otherMs] of TIMES_MS.entries()) {
      const [fromMs, toMs] = [request.fromMs - otherMs, request.toMs - otherMs]
      for (let at = firstFrom(timed, fromMs - CLOCKS_MS); at < timed.length; at++) {
        const one = timed[at]
        if (one === undefined || one.fromMs > fromMs + slackMs) break
        if (one.toMs <= toMs + CLOCKS_MS && one.toMs >= toMs - slackMs) one.sets[index]?.add(request.endpoint)
      }
    }
  }
  return new Map(
    timed.map(({ call, sets: [endpoints = new Set(), ...atOtherTimes] }) => [call, { endpoints, atOtherTimes }]),
  )
}

/** Who encloses these calls, most first; each call counts for the first of the list alone that encloses it. */
export function callersOf(enclosing: readonly Enclosing[]): readonly Caller[] {
  const callers: Caller[] = []
  let left = enclosing
  while (left.length > 0) {
    const counts = new Map<string, number>()
    for (const { endpoints } of left) for (const name of endpoints) counts.set(name, (counts.get(name) ?? 0) + 1)
    const [most] = [...counts].sort(([one, m], [other, n]) => n - m || (one < other ? -1 : 1))
    if (most === undefined) break
    const [endpoint, calls] = most
    callers.push({ endpoint, calls, byChance: byChance(endpoint, left) })
    left = left.filter(({ endpoints }) => !endpoints.has(endpoint))
  }
  return callers
}

function byChance(endpoint: string, enclosing: readonly Enclosing[]): number {
  const hits = enclosing.flatMap(({ atOtherTimes }) => atOtherTimes.filter((names) => names.has(endpoint)))
  return Math.round((10 * hits.length) / OTHER_TIMES_MS.length) / 10
}

function isRetried({ attempts }: LogicalCall): boolean {
  return attempts[0]?.attempt === 1 && attempts.length > 1 && attempts.at(-1)?.tookMs !== null
}

/** The first of the sorted spans that begins at this time or later. */
function firstFrom(spans: readonly { readonly fromMs: number }[], fromMs: number): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.fromMs ?? 0) < fromMs) low = middle + 1
    else high = middle
  }
  return low
}
