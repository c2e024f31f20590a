import type { ReplayWindow } from '../model/replay.ts'
import {
  MOST_SESSION_REQUESTS,
  type ModelSessions,
  type ThinkTimes,
  type TrafficModel,
} from '../model/traffic-model.ts'

/** What the journeys of a model send. */
export interface Visits {
  /** Journeys begun per second. */
  readonly perSecond: number
  readonly requestsPerSecond: ReadonlyMap<string, number>
  /** Under way at once on average, their requests taking no time. */
  readonly atOnce: number
}

const ENOUGH = 1e-9

/** How often the journeys of a model come to each endpoint: starts × (1 + P + P² + …), P the transition matrix. */
export function journeysOf(
  { sessions, learned }: TrafficModel,
  { window, factor }: { readonly window: ReplayWindow; readonly factor: number },
): Visits {
  if (sessions === null) return { perSecond: 0, requestsPerSecond: new Map(), atOnce: 0 }
  const mean = learned.spanMs === 0 ? 0 : (1000 * sessions.count) / learned.spanMs
  const perSecond = factor * (window === 'peak' ? sessions.peakPerSecond : mean)
  const perJourney = visitsOf(sessions)
  const requestsPerSecond = new Map([...perJourney].map(([name, visits]) => [name, visits * perSecond]))
  const thoughtMs = sessions.transitions.map(({ from, next }) => {
    const perVisit = next.reduce((sum, { share, thinkMs }) => sum + share * meanOf(thinkMs, sessions.idleMs), 0)
    return (perJourney.get(from) ?? 0) * perVisit
  })
  return { perSecond, requestsPerSecond, atOnce: (perSecond * thoughtMs.reduce((sum, ms) => sum + ms, 0)) / 1000 }
}

/** Half of all are as long as the median, a tenth as the p90: whoever wrote a smaller mean by hand gets what is drawn. */
function meanOf({ mean, p50, p90 }: ThinkTimes, idleMs: number): number {
  return Math.min(idleMs, Math.max(mean, p50 / 2, p90 / 10))
}

/** Requests to each endpoint per journey. */
function visitsOf({ starts, transitions }: ModelSessions): ReadonlyMap<string, number> {
  const rows = new Map(transitions.map((row) => [row.from, row.next]))
  const visits = new Map<string, number>()
  let here = new Map(starts.map(({ endpoint, share }) => [endpoint, share]))
  for (let round = 0; round < MOST_SESSION_REQUESTS; round++) {
    const there = new Map<string, number>()
    for (const [name, share] of here) {
      visits.set(name, (visits.get(name) ?? 0) + share)
      for (const { to, share: part } of rows.get(name) ?? []) there.set(to, (there.get(to) ?? 0) + share * part)
    }
    here = there
    if ([...here.values()].reduce((sum, share) => sum + share, 0) < ENOUGH) break
  }
  return visits
}
