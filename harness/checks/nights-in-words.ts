import type { Trend } from '../model/facts-of-nights.ts'

/** What a history holds beside the nights that are looked at. */
export interface NotLookedAt {
  readonly older?: number | undefined
  readonly foreign?: number | undefined
}

/**
 * What the nights of an environment showed: a line that counts them, one per change of level, and one that counts what
 * was passed over. Empty without nights.
 */
export function nightsInWords(nights: number, trends: readonly Trend[], beside: NotLookedAt = {}): readonly string[] {
  const { older = 0, foreign = 0 } = beside
  const passedOver = foreign === 0 ? [] : [foreignInWords(foreign)]
  if (nights === 0) return passedOver
  const all = nights + older
  const head = `${all} earlier ${all === 1 ? 'night' : 'nights'} in this environment`
  const newest = older === 0 ? '' : `, the newest ${nights} looked at`
  const changes = trends.flatMap(changesOf)
  if (changes.length === 0) return [`${head}${newest}, no endpoint with another level`, ...passedOver]
  return [`${head}${newest}:`, ...changes, ...passedOver]
}

/** `2 entries of the history hold no night and are passed over`. */
export function foreignInWords(foreign: number): string {
  return foreign === 1
    ? '1 entry of the history holds no night and is passed over'
    : `${foreign} entries of the history hold no night and are passed over`
}

/** `POST /payments p99 from 2026-11-18 on: 41 → 57 ms`, a line per change. */
function changesOf({ endpoint, quantile, changes }: Trend): readonly string[] {
  return changes.map(
    ({ at, fromMs, toMs }) =>
      `${endpoint} ${quantile} from ${at.slice(0, 10)} on: ${Math.round(fromMs)} → ${Math.round(toMs)} ms`,
  )
}
