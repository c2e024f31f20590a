import type { BlockSample, JudgingOptions, Triplets } from '../../harness/model/facts-of-judging.ts'
import { Histogram } from '../../harness/model/histogram.ts'
import { compareTriplets } from '../../harness/statistics/compare.ts'
import { normalQuantile } from '../../harness/statistics/distributions.ts'
import { DEFAULT_JUDGING } from '../../harness/statistics/judging-defaults.ts'

/** A block of given latencies. */
export function blockOf(latencies: readonly number[], failed = 0, dropped = 0): BlockSample {
  const histogram = new Histogram()
  for (const ms of latencies) histogram.add(ms)
  return { latency: histogram.toJSON(), failed, dropped }
}

interface Drawn {
  readonly requests: number
  readonly medianMs?: number
  readonly sigma?: number
  /** Block by block another part of the same distribution, so that blocks differ a little. */
  readonly turn?: number
  readonly failed?: number
}

/** Lognormal latencies without chance: evenly spaced quantiles, a different set of them in each turn. */
export function lognormalBlock({ requests, medianMs = 50, sigma = 0.8, turn = 0, failed = 0 }: Drawn): BlockSample {
  const offset = ((turn * 0.618_034) % 1) * 0.98 + 0.01
  const latencies = Array.from(
    { length: requests },
    (_, at) => medianMs * Math.exp(sigma * normalQuantile((at + offset) / requests)),
  )
  return blockOf(latencies, failed)
}

/** Twenty blocks of 500 requests, each somewhat unlike the next. */
export function phaseOf(phase: number, drawn: Partial<Drawn> = {}, blocks = 20): readonly BlockSample[] {
  return Array.from({ length: blocks }, (_, block) =>
    lognormalBlock({ requests: 500, turn: 3 * block + phase, ...drawn }),
  )
}

/** One endpoint. */
export function tripletsOf(
  a1: readonly BlockSample[],
  b: readonly BlockSample[],
  a2: readonly BlockSample[] | null,
): Triplets {
  return { blockMs: 15_000, endpoints: [{ endpoint: 'GET /orders', a1, b, a2 }] }
}

export function compare(triplets: Triplets, options: Partial<JudgingOptions> = {}) {
  const comparison = compareTriplets(triplets, { ...DEFAULT_JUDGING, seed: 7, ...options })
  const [endpoint] = comparison.endpoints
  if (endpoint === undefined) throw new Error('no endpoint was compared')
  return { comparison, endpoint, metric: (name: string) => endpoint.metrics.find(({ metric }) => metric === name) }
}

/** A world for one endpoint with all the noise of a usual environment. */
export const WORLD = {
  seed: 5,
  endpoints: 1,
  blocks: 20,
  requestsPerBlock: 500,
  shape: 'lognormal',
  sigma: 0.8,
  drift: 0.03,
  bursts: 0.5,
  blockNoise: 0.05,
  errorRate: 0.001,
  change: null,
} as const
