import type { HistogramData } from '../model/histogram.ts'
import { LAST_BUCKET } from '../model/histogram.ts'

/**
 * Requests cumulated over the log buckets of a histogram, from bucket `first` on. Those that were never answered are
 * slower than every bucket.
 */
export interface TailCurve {
  readonly first: number
  readonly cumulative: Float64Array
  readonly requests: number
}

/** `requests` counts those never answered too, so it may be more than the histograms hold. */
export function tailCurve(histograms: readonly HistogramData[], requests: number): TailCurve {
  let [first, last] = [LAST_BUCKET, 0]
  for (const { buckets } of histograms)
    for (const [bucket] of buckets) [first, last] = [Math.min(first, bucket), Math.max(last, bucket)]
  const cumulative = new Float64Array(Math.max(0, last - first + 1))
  for (const { buckets } of histograms)
    for (const [bucket, count] of buckets) cumulative[bucket - first] = (cumulative[bucket - first] ?? 0) + count
  for (let at = 1; at < cumulative.length; at++) cumulative[at] = (cumulative[at] ?? 0) + (cumulative[at - 1] ?? 0)
  return { first, cumulative, requests }
}

/** Curves of several blocks as one. */
export function mergeCurves(curves: readonly TailCurve[]): TailCurve {
  const filled = curves.filter(({ cumulative }) => cumulative.length > 0)
  const first = Math.min(LAST_BUCKET, ...filled.map((curve) => curve.first))
  const end = Math.max(first, ...filled.map((curve) => curve.first + curve.cumulative.length))
  const cumulative = new Float64Array(end - first)
  for (const curve of filled) {
    const whole = curve.cumulative[curve.cumulative.length - 1] ?? 0
    for (let at = curve.first - first; at < cumulative.length; at++)
      cumulative[at] = (cumulative[at] ?? 0) + (curve.cumulative[at - curve.first + first] ?? whole)
  }
  return { first, cumulative, requests: curves.reduce((sum, { requests }) => sum + requests, 0) }
}

/** Requests slower than a position in buckets. Within a bucket they are taken to lie evenly on the log scale. */
export function slowerThan({ first, cumulative, requests }: TailCurve, position: number): number {
  const bucket = Math.ceil(position)
  const at = bucket - first
  if (at < 0 || cumulative.length === 0) return requests
  if (at >= cumulative.length) return requests - (cumulative[cumulative.length - 1] ?? 0)
  const before = at === 0 ? 0 : (cumulative[at - 1] ?? 0)
  return requests - before - ((cumulative[at] ?? 0) - before) * (position - bucket + 1)
}

/** The position that the share `tail` of all requests lies above, by halving: `slower` falls with the position. */
export function positionOfTail(slower: (position: number) => number, wanted: number): number {
  let [low, high] = [-1, LAST_BUCKET]
  for (let step = 0; step < 34; step++) {
    const middle = (low + high) / 2
    if (slower(middle) > wanted) low = middle
    else high = middle
  }
  return high
}
