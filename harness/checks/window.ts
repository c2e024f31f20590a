import { type Change, USUAL_BUFFER } from '../model/change.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { productionIsKnown } from '../model/production-size.ts'
import { believable } from './scenery.ts'
import { snapshotPart, soakPart, sum, type TimeRange, upgradePart, type WindowPart } from './window-parts.ts'
import { wayBackPart } from './window-way-back.ts'

/** The window that a change needs by the times of its rehearsal, held against the declared one. Times in ms. */
export interface WindowSeen {
  /** In order. */
  readonly parts: readonly WindowPart[]
  /** All parts together; null where one is not known. */
  readonly needed: TimeRange | null
  readonly bufferMs: number | null
  /** What to plan: the upper end of what is needed, and the buffer. */
  readonly plannedMs: number | null
  /** null where the spec declares none. */
  readonly declared: Change['window']
  /** After the start: the way back, begun by then, still ends within the window, the buffer kept where it can be. */
  readonly decideByMs: number | null
  /** `no-buffer`: upgrade and way back fit, by the lower end of what is predicted at least, but not the buffer as well. */
  readonly fit: 'fits' | 'no-buffer' | 'too-short' | 'not-declared' | 'unknown'
  /** What is not known and why, a clause each. */
  readonly unknown: readonly string[]
  /** Whether a profile told how large production's tables are. */
  readonly sizeKnown: boolean
  /** Whether the spec says how long the new version is watched; else the soak is as long as the rehearsal's was. */
  readonly soakDeclared: boolean
}

/**
 * The window from measured times: what came before the upgrade, its steps from first to last, how long it is watched,
 * and the way back. Nothing is scaled: where production holds more than the copy did, migrations take what their trials
 * on filled tables predict, and whatever has no prediction is not known. null for a journal of no rehearsal.
 */
export function windowOf(recorded: readonly Entry[]): WindowSeen | null {
  const entries = believable(recorded)
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return null
  const { change, wayBack, upgradeSteps, rollbackSteps } = started
  const parts = [
    ...(wayBack === 'restore' ? [snapshotPart(entries)] : []),
    upgradePart(entries, upgradeSteps),
    soakPart(started.actTimeMs, change),
    ...(wayBack === 'none' ? [] : [wayBackPart(entries, { way: wayBack, steps: rollbackSteps })]),
  ]
  const known = parts.flatMap(({ takes }) => takes ?? [])
  const needed = known.length < parts.length ? null : sum(known)
  const bufferMs = bufferOf(change?.buffer ?? USUAL_BUFFER, needed)
  const plannedMs = needed === null || bufferMs === null ? null : needed.highMs + bufferMs
  const declared = change?.window ?? null
  const figures = { needed, bufferMs, plannedMs, declared }
  const fit = fitOf(figures, sum(known).lowMs)
  return {
    parts,
    ...figures,
    decideByMs: decideBy(parts, figures, fit),
    fit,
    unknown: parts.filter(({ takes }) => takes === null).map(({ note }) => note),
    sizeKnown: productionIsKnown(entries),
    soakDeclared: (change?.soakMs ?? null) !== null,
  }
}

type Figures = Pick<WindowSeen, 'needed' | 'bufferMs' | 'plannedMs' | 'declared'>

function fitOf({ needed, plannedMs, declared }: Figures, leastMs: number): WindowSeen['fit'] {
  if (declared === null) return 'not-declared'
  if (leastMs > declared.durationMs) return 'too-short'
  if (needed === null || plannedMs === null) return 'unknown'
  return plannedMs > declared.durationMs ? 'no-buffer' : 'fits'
}

/** Where no window is declared, within the one that is to be planned. */
function decideBy(parts: readonly WindowPart[], figures: Figures, fit: WindowSeen['fit']): number | null {
  const back = parts.find(({ name }) => name === 'way back')?.takes ?? null
  const windowMs = figures.declared?.durationMs ?? figures.plannedMs
  if (back === null || windowMs === null) return null
  const kept = fit === 'fits' || fit === 'not-declared' ? (figures.bufferMs ?? 0) : 0
  const byMs = windowMs - kept - back.highMs
  return byMs < 0 ? null : byMs
}

function bufferOf(buffer: Change['buffer'], needed: TimeRange | null): number | null {
  if ('durationMs' in buffer) return buffer.durationMs
  return needed === null ? null : Math.ceil(needed.highMs * buffer.share)
}
