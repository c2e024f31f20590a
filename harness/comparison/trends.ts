import type { Trend } from '../model/facts-of-nights.ts'
import type { Night } from './night.ts'

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
    return [{ endpoint: first.endpoint, quantile: first.quantile, soakMs, changes: [] }]
  })
}
