import type { Trend } from '../model/facts-of-nights.ts'

/** What the nights of an environment showed: a line that counts them, and one per change of level. Empty without nights. */
export function nightsInWords(nights: number, trends: readonly Trend[]): readonly string[] {
  if (nights === 0) return []
  const head = `${nights} earlier ${nights === 1 ? 'night' : 'nights'} in this environment`
  const changes = trends.flatMap(changesOf)
  return changes.length === 0 ? [`${head}, no endpoint with another level`] : [`${head}:`, ...changes]
}

/** `POST /payments p99 from 2026-11-18 on: 41 → 57 ms`, a line per change. */
function changesOf({ endpoint, quantile, changes }: Trend): readonly string[] {
  return changes.map(
    ({ at, fromMs, toMs }) =>
      `${endpoint} ${quantile} from ${at.slice(0, 10)} on: ${Math.round(fromMs)} → ${Math.round(toMs)} ms`,
  )
}
