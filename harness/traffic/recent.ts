import { Histogram } from '../model/histogram.ts'
import { quantileJudgedWith } from '../model/judged-quantile.ts'
import type { EndpointNow } from '../model/reading.ts'

/** A rate is to follow what happens; a tail needs requests. */
const RATE_S = 5
const TAIL_S = 30
const KEPT_S = TAIL_S + 2
/** k6 writes samples five times a second; a second is complete this much later. */
const LATE_MS = 500

const SHARES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const

interface Slice {
  second: number
  failed: number
  latency: Histogram
}

/** The last half minute of each endpoint in slices of a second, for who looks on. It grows with endpoints alone. */
export class Recent {
  readonly #endpoints = new Map<string, Slice[]>()

  add(endpoint: string, endMs: number, latencyMs: number, failed: boolean): void {
    const second = Math.floor(endMs / 1_000)
    let slices = this.#endpoints.get(endpoint)
    if (slices === undefined) {
      slices = []
      this.#endpoints.set(endpoint, slices)
    }
    let slice = slices[second % KEPT_S]
    if (slice === undefined || slice.second < second) {
      slice = { second, failed: 0, latency: new Histogram() }
      slices[second % KEPT_S] = slice
    }
    // A straggler from a turn before would stand among the newest.
    if (slice.second !== second) return
    slice.latency.add(latencyMs)
    if (failed) slice.failed++
  }

  /** Endpoints of which there were requests in the last half minute, in the order in which they first came. */
  read(nowMs: number): readonly EndpointNow[] {
    const end = Math.floor((nowMs - LATE_MS) / 1_000)
    return [...this.#endpoints].flatMap(([endpoint, slices]) => {
      const kept = slices.filter(({ second }) => second < end && second >= end - TAIL_S)
      if (kept.length === 0) return []
      return [{ endpoint, ...rateOf(kept.filter(({ second }) => second >= end - RATE_S)), quantile: tailOf(kept) }]
    })
  }
}

function rateOf(slices: readonly Slice[]): Pick<EndpointNow, 'requestsPerSecond' | 'failedShare'> {
  const requests = slices.reduce((sum, { latency }) => sum + latency.count, 0)
  const failed = slices.reduce((sum, one) => sum + one.failed, 0)
  return { requestsPerSecond: requests / RATE_S, failedShare: requests === 0 ? 0 : failed / requests }
}

function tailOf(slices: readonly Slice[]): EndpointNow['quantile'] {
  const all = new Histogram()
  for (const { latency } of slices) all.merge(latency)
  const name = quantileJudgedWith(all.count)
  const ms = name === null ? null : all.quantile(SHARES[name])
  return name === null || ms === null ? null : { name, ms }
}
