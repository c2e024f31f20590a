import type { Trend } from '../model/facts-of-nights.ts'
import { changePoints } from '../statistics/change-points.ts'
import type { Night } from './night.ts'
import { inThread } from './thread.ts'

/** With fewer nights there are too few on each side of a change. */
const LEAST_NIGHTS = 8

/** {@link trendsOf} in a thread of its own: many changes in many endpoints take a second, in which others wait. */
export async function trendsInWorker(nights: readonly Night[]): Promise<readonly Trend[]> {
  return nights.length < LEAST_NIGHTS ? trendsOf(nights) : await inThread('trends-worker', { nights })
}

/** The trend of each endpoint that every night judged by the same quantile; oldest first. */
export function trendsOf(nights: readonly Night[]): readonly Trend[] {
  const points = nights.flatMap(({ at, endpoints }) =>
    endpoints.flatMap(({ endpoint, quantile, soakMs }) =>
      soakMs === null ? [] : [{ at, endpoint, quantile, soakMs }],
    ),
  )
  const series = Map.groupBy(points, ({ endpoint, quantile }) => `${quantile} ${endpoint}`)
  return [...series.values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const soakMs = some.map((point) => point.soakMs)
    return [{ endpoint: first.endpoint, quantile: first.quantile, soakMs, changes: changesOf(some) }]
  })
}

interface Point {
  readonly at: string
  readonly soakMs: number
}

/** Levels are compared as ratios, so that a night twice as slow weighs as much as one twice as quick. */
function changesOf(points: readonly Point[]): Trend['changes'] {
  if (points.length < LEAST_NIGHTS) return []
  const found = changePoints(
    points.map(({ soakMs }) => Math.log(Math.max(0.1, soakMs))),
    { seed: 1 },
  )
  const bounds = [0, ...found.map(({ at }) => at), points.length]
  return found.map(({ at }, index) => ({
    at: points[at]?.at ?? '',
    fromMs: median(points.slice(bounds[index], at)),
    toMs: median(points.slice(at, bounds[index + 2])),
  }))
}

function median(points: readonly Point[]): number {
  const sorted = points.map(({ soakMs }) => soakMs).toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0]
  return (low + high) / 2
}
