import type { ReplayWindow } from '../model/replay.ts'
import { totalOf, visitsOfSession } from '../model/session-visits.ts'
import type { ThinkTimes, TrafficModel } from '../model/traffic-model.ts'

/** What the journeys of a model send. */
export interface Visits {
  /** Journeys begun per second. */
  readonly perSecond: number
  readonly requestsPerSecond: ReadonlyMap<string, number>
  /** Under way at once on average, their requests taking no time. */
  readonly atOnce: number
  /** A session as the model has it, on average, which no journey's end cuts off: its requests take no time. */
  readonly session: { readonly requests: number; readonly lastsMs: number }
}

const NONE: Visits = { perSecond: 0, requestsPerSecond: new Map(), atOnce: 0, session: { requests: 0, lastsMs: 0 } }

/** How often the journeys of a model come to each endpoint. */
export function journeysOf(
  { sessions, learned }: TrafficModel,
  { window, factor }: { readonly window: ReplayWindow; readonly factor: number },
): Visits {
  if (sessions === null) return NONE
  const mean = learned.spanMs === 0 ? 0 : (1000 * sessions.count) / learned.spanMs
  const perSecond = factor * (window === 'peak' ? sessions.peakPerSecond : mean)
  const { cut, uncut } = visitsOfSession(sessions)
  const thinkMs = new Map(
    sessions.transitions.map(({ from, next }) => [
      from,
      next.reduce((sum, one) => sum + one.share * meanOf(one.thinkMs, sessions.idleMs), 0),
    ]),
  )
  const thoughtMs = (visits: ReadonlyMap<string, number>) =>
    [...visits].reduce((sum, [name, times]) => sum + times * (thinkMs.get(name) ?? 0), 0)
  return {
    perSecond,
    requestsPerSecond: new Map([...cut].map(([name, visits]) => [name, visits * perSecond])),
    atOnce: (perSecond * thoughtMs(cut)) / 1000,
    session: { requests: totalOf(uncut), lastsMs: thoughtMs(uncut) },
  }
}

/** Half of all are as long as the median, a tenth as the p90: whoever wrote a smaller mean by hand gets what is drawn. */
function meanOf({ mean, p50, p90 }: ThinkTimes, idleMs: number): number {
  return Math.min(idleMs, Math.max(mean, p50 / 2, p90 / 10))
}
