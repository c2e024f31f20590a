import { Histogram } from '../model/histogram.ts'
import { quantileJudgedWith } from '../model/judged-quantile.ts'
import type { EndpointNow } from '../model/reading.ts'

/** A rate is to follow what happens; a tail needs requests, and is kept coarser, for histograms are dear to merge. */
const RATE_S = 5
const TAIL_S = 30
const STRETCH_S = 5
/** k6 writes samples five times a second; a second is complete this much later. */
const LATE_MS = 500

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const

/** The latest of its kind in a ring: seconds since 1970, or stretches of five. */
interface Slice {
  readonly index: number
}

interface Second extends Slice {
  requests: number
  failed: number
}

interface Stretch extends Slice {
  readonly latency: Histogram
}

interface Kept {
  readonly seconds: Second[]
  readonly stretches: Stretch[]
}

/** The last half minute of each endpoint, for who looks on. It grows with endpoints alone. */
export class Recent {
  readonly #endpoints = new Map<string, Kept>()

  add(endpoint: string, endMs: number, latencyMs: number, failed: boolean): void {
    let kept = this.#endpoints.get(endpoint)
    if (kept === undefined) {
      kept = { seconds: [], stretches: [] }
      this.#endpoints.set(endpoint, kept)
    }
    const index = Math.floor(endMs / 1_000)
    const second = turn(kept.seconds, RATE_S + 2, index, () => ({ index, requests: 0, failed: 0 }))
    if (second !== null) {
      second.requests++
      if (failed) second.failed++
    }
    const of = Math.floor(index / STRETCH_S)
    turn(kept.stretches, TAIL_S / STRETCH_S + 1, of, () => ({ index: of, latency: new Histogram() }))?.latency.add(
      latencyMs,
    )
  }

  /** Endpoints of which there were requests in the last half minute, in the order in which they first came. */
  read(nowMs: number): readonly EndpointNow[] {
    const end = Math.floor((nowMs - LATE_MS) / 1_000)
    const from = Math.floor((end - TAIL_S) / STRETCH_S)
    return [...this.#endpoints].flatMap(([endpoint, { seconds, stretches }]) => {
      const tail = stretches.filter(({ index }) => index > from)
      if (tail.length === 0) return []
      const latest = seconds.filter(({ index }) => index < end && index >= end - RATE_S)
      return [{ endpoint, ...rateOf(latest), quantile: quantileOf(tail) }]
    })
  }
}

/** The slice of that index in a ring, a fresh one in place of an older; null for a straggler from the turn before. */
function turn<T extends Slice>(ring: T[], length: number, index: number, fresh: () => T): T | null {
  const there = ring[index % length]
  if (there?.index === index) return there
  if (there !== undefined && there.index > index) return null
  const slice = fresh()
  ring[index % length] = slice
  return slice
}

function rateOf(seconds: readonly Second[]): Pick<EndpointNow, 'requestsPerSecond' | 'failedShare'> {
  const requests = seconds.reduce((sum, one) => sum + one.requests, 0)
  const failed = seconds.reduce((sum, one) => sum + one.failed, 0)
  return { requestsPerSecond: requests / RATE_S, failedShare: requests === 0 ? 0 : failed / requests }
}

function quantileOf(stretches: readonly Stretch[]): EndpointNow['quantile'] {
  const all = new Histogram()
  for (const { latency } of stretches) all.merge(latency)
  const name = quantileJudgedWith(all.count)
  const ms = name === null ? null : all.quantile(SHARES[name])
  return name === null || ms === null ? null : { name, ms }
}
