import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayFigures } from '../model/facts-of-ways.ts'
import type { Verdict } from '../model/finding.ts'
import { believable } from './scenery.ts'

/** Two requests that fail with less than this between them are felt as one outage. */
const SAME_OUTAGE_MS = 1_000

/** What a rehearsal tells of its way back, for comparison with others; null for a journal that does not name it. */
export function figuresOf(recorded: readonly Entry[], verdict: Verdict): WayFigures | null {
  const entries = believable(recorded)
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return null
  const steps = entriesOf(entries, 'step.ended').filter(({ act }) => act === 'rollback')
  const [first, last] = [steps[0], steps.at(-1)]
  const catalog = entriesOf(entries, 'catalog.compared').findLast(({ after }) => after === 'restored')
  return {
    way: started.wayBack,
    verdict,
    stallMs: stallOf(entries),
    rollbackMs: first === undefined || last === undefined ? null : last.endedAt - first.startedAt,
    writesLost: writesLost(entries),
    residue: catalog?.differences.length ?? null,
  }
}

/** All ways that were rehearsed, the declared one first; empty where it was rehearsed alone. */
export function comparedWays(entries: readonly Entry[], verdict: Verdict): readonly WayFigures[] {
  const others = entriesOf(entries, 'way.rehearsed')
  const own = figuresOf(entries, verdict)
  return others.length === 0 || own === null ? [] : [own, ...others]
}

/** The time of the rollback in which a request stalled or failed, whichever endpoint it was for. */
function stallOf(entries: readonly Entry[]): number | null {
  const phase = entriesOf(entries, 'traffic.phase').findLast((entry) => entry.phase === 'rollback')
  if (phase === undefined) return null
  let stallMs = 0
  let untilMs = Number.NEGATIVE_INFINITY
  for (const { fromMs, toMs } of phase.stalls.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const sinceMs = fromMs - untilMs <= SAME_OUTAGE_MS ? untilMs : fromMs
    stallMs += Math.max(0, toMs - sinceMs)
    untilMs = Math.max(untilMs, toMs)
  }
  return stallMs
}

function writesLost(entries: readonly Entry[]): number | null {
  const ledgers = new Map(entriesOf(entries, 'ledger.compared').map((entry) => [entry.ledger, entry]))
  if (ledgers.size === 0) return null
  return [...ledgers.values()].reduce(
    (sum, { missingCount, declaredLostCount = 0 }) => sum + missingCount + declaredLostCount,
    0,
  )
}
