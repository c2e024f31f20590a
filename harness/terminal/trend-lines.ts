import type { Trend } from '../model/facts-of-nights.ts'
import { tame } from './ink.ts'

/** Endpoints without a change are not worth a line each. */
export function trendLines(nights: number, trends: readonly Trend[]): readonly string[] {
  if (nights === 0) return []
  const changed = trends.filter(({ changes }) => changes.length > 0)
  const head = `${nights} ${nights === 1 ? 'night' : 'nights'} in this environment`
  if (changed.length === 0) return [`${head}, no endpoint with another level`]
  return [`${head}:`, ...changed.flatMap((trend) => changesOf(trend).map((words) => `  ${tame(words)}`))]
}

/** `POST /payments p99 from 2026-11-18 on: 41 → 57 ms`, a line per change. */
function changesOf({ endpoint, quantile, changes }: Trend): readonly string[] {
  return changes.map(
    ({ at, fromMs, toMs }) =>
      `${endpoint} ${quantile} from ${at.slice(0, 10)} on: ${Math.round(fromMs)} → ${Math.round(toMs)} ms`,
  )
}
