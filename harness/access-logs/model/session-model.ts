import { endlessRows } from '../../model/endless-rows.ts'
import { totalOf, visitsOfSession } from '../../model/session-visits.ts'
import type { ModelSessions, Transition, TransitionRow } from '../../model/traffic-model.ts'
import { IDLE_MS, type SessionWatch } from './session-watch.ts'
import type { Pair } from './transitions.ts'

/** What the model needs of its endpoints here: their numbers while reading, and their names. */
export interface SessionGround {
  readonly by: ModelSessions['by']
  /** Name of an endpoint by number; none of those that were left out. */
  readonly names: ReadonlyMap<number, string>
  readonly survivor: (number: number) => number
  /** Requests of sessions in the peak window. */
  readonly peakPerSecond: number
}

/** The transition matrix over the listed endpoints; null where no session began with one of them. */
export function sessionModel(watch: SessionWatch, ground: SessionGround): ModelSessions | null {
  const { by, names, survivor, peakPerSecond } = ground
  const starts = byName(watch.starts, ground)
  const ends = byName(watch.ends, ground)
  const rows = watch.transitions.byNumber(survivor)
  const seen = [...names].map(([number, from]) =>
    rowOf(from, rows.get(number) ?? new Map(), ends.get(from) ?? 0, names),
  )
  // The log may end before a session does; without any end its journeys could not be replayed.
  const endless = new Set(endlessRows(seen))
  const transitions = [...names].map(([number, from], index) =>
    endless.has(from) ? rowOf(from, rows.get(number) ?? new Map(), 1, names) : (seen[index] as TransitionRow),
  )
  const begun = [...starts.values()].reduce((sum, count) => sum + count, 0)
  if (begun === 0) return null
  const shares = [...starts]
    .map(([endpoint, count]) => ({ endpoint, share: count / begun }))
    .toSorted((one, other) => other.share - one.share || (one.endpoint < other.endpoint ? -1 : 1))
  const meanRequests = watch.requests / Math.max(1, watch.count)
  const expected = totalOf(visitsOfSession({ starts: shares, transitions }).cut)
  return {
    by,
    count: watch.count,
    idleMs: IDLE_MS,
    peakPerSecond: peakPerSecond / expected,
    meanRequests,
    starts: shares,
    transitions,
  }
}

function rowOf(
  from: string,
  row: ReadonlyMap<number, Pair>,
  ends: number,
  names: ReadonlyMap<number, string>,
): TransitionRow {
  const next = [...row].flatMap(([number, pair]) => {
    const to = names.get(number)
    return to === undefined ? [] : [{ to, pair }]
  })
  const total = next.reduce((sum, { pair }) => sum + pair.count, ends)
  if (total === 0) return { from, ends: 1, next: [] }
  const onward = next.map(({ to, pair }): Transition => ({ to, share: pair.count / total, thinkMs: pair.times() }))
  return {
    from,
    ends: ends / total,
    next: onward.toSorted((one, other) => other.share - one.share || (one.to < other.to ? -1 : 1)),
  }
}

function byName(counts: ReadonlyMap<number, number>, { names, survivor }: SessionGround): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const [number, count] of counts) {
    const name = names.get(survivor(number))
    if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return sums
}
