import { formatDuration } from '../model/duration.ts'
import type { Visits } from './visits.ts'

/** Of a steady act: with fewer sessions begun in it, a handful of drawn journeys would decide on its rates. */
const FEWEST_PER_ACT = 3
/** Journeys are drawn with 1000 requests at most; of sessions four times shorter on average hardly one reaches that. */
const MOST_REQUESTS = 250

/**
 * Why journeys could not keep the rates that a model has, and what would help; null where they can. What a log of an hour
 * tells of visitors that stay for longer is that they never left: their journeys would have no end, and no act would see
 * one begin.
 */
export function cannotHold(
  { perSecond, session }: Visits,
  { spanMs, steadyMs }: { readonly spanMs: number; readonly steadyMs: number },
): string | null {
  if (perSecond === 0) return null
  if (spanMs > 0 && session.lastsMs > spanMs)
    return `a session lasts ${formatDuration(session.lastsMs)} by it, and its log no more than ${formatDuration(spanMs)}; a longer log would tell how long they are`
  if (session.requests > MOST_REQUESTS)
    return `a session makes ${Math.round(session.requests)} requests by it, and journeys keep their rates up to ${MOST_REQUESTS}`
  const begun = (perSecond * steadyMs) / 1_000
  if (begun >= FEWEST_PER_ACT) return null
  const neededMs = Math.ceil(FEWEST_PER_ACT / perSecond) * 1_000
  return `${Number(begun.toPrecision(2))} sessions begin in a steady act of ${formatDuration(steadyMs)}, and journeys keep their rates from ${FEWEST_PER_ACT} on; with --act-time ${Math.ceil(neededMs / 60_000)}m they are replayed`
}
