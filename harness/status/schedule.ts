import { ACT_NAMES, type ActName } from '../model/act.ts'
import type { WayName } from '../model/step.ts'

/** Nobody waits longer than this for a word. */
const LONGEST_SILENCE_MS = 15 * 60_000
const STEADY: ReadonlySet<ActName> = new Set(['baseline', 'soak', 'restored'])

/** The acts of a rehearsal with that way back, in order. */
export function actsOf(way: WayName): readonly ActName[] {
  return ACT_NAMES.filter((act) => {
    if (act === 'rollback' || act === 'restored') return way !== 'none'
    return act !== 'forward' || way === 'code-only'
  })
}

/** The act after this one; null after the last. */
export function actAfter(act: ActName, way: WayName): ActName | null {
  const acts = actsOf(way)
  return acts[acts.indexOf(act) + 1] ?? null
}

/**
 * How long after an act began a word is due at the latest. A steady act is as long as the spec says, with its settling
 * and warm-up beside it; of the others nobody knows.
 */
export function silenceMs(act: ActName | null, actTimeMs: number): number {
  if (act === null || !STEADY.has(act)) return LONGEST_SILENCE_MS
  return Math.min(LONGEST_SILENCE_MS, 2 * actTimeMs + 2 * 60_000)
}
