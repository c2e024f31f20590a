import { bucketsOf } from '../../harness/model/histogram.ts'
import { normalQuantile } from '../../harness/statistics/distributions.ts'

export type Shape = 'lognormal' | 'bimodal' | 'heavy tail'
export const SHAPES: readonly Shape[] = ['lognormal', 'bimodal', 'heavy tail']

const ENTRIES = 65_536
const LOWEST_MS = 0.1

/**
 * Quantiles of a shape with a median of about 1 ms, as log latencies at the middles of 65,536 equal shares of requests.
 */
function logQuantiles(shape: Shape, sigma: number): Float64Array {
  return Float64Array.from({ length: ENTRIES }, (_, at) => logQuantile(shape, (at + 0.5) / ENTRIES, sigma))
}

function logQuantile(shape: Shape, p: number, sigma: number): number {
  if (shape === 'lognormal') return sigma * normalQuantile(p)
  // Nine in ten from a cache, the tenth from a disk that takes six times as long.
  if (shape === 'bimodal')
    return p < 0.9 ? 0.3 * normalQuantile(p / 0.9) : Math.log(6) + 0.3 * normalQuantile((p - 0.9) / 0.1)
  // Pareto with exponent 3 from p90 on.
  const body = 0.5
  return p < 0.9 ? body * normalQuantile(p) : body * normalQuantile(0.9) - Math.log((1 - p) / 0.1) / 3
}

const tables = new Map<string, Float64Array>()

/** Positions in log buckets of a shape whose median lies near `medianMs`; a draw is a random entry. */
export function positions(shape: Shape, medianMs: number, sigma = 0.8): Float64Array {
  const key = `${shape} ${medianMs} ${sigma}`
  const known = tables.get(key)
  if (known !== undefined) return known
  const perLog = bucketsOf(Math.E - 1)
  const table = logQuantiles(shape, sigma).map((log) => (log + Math.log(medianMs / LOWEST_MS)) * perLog)
  tables.set(key, table)
  return table
}
