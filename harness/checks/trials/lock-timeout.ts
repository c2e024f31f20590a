import type { Place } from '../../model/facts-of-trials.ts'
import type { Trial } from './examined.ts'
import { type Statement, samePlace, tracedIn } from './traced.ts'

/** A longer lock_timeout than this protects nobody: clients have given up before. */
export const LONGEST_EXCUSE_MS = 10_000

/** A statement as a fact names it. */
export interface Named {
  readonly place: Place | null
  readonly statement: string | null
}

/** A statement's traces: in the trial itself where it was traced there, else in the run alone. */
export function tracesOf(named: Named, trials: readonly (Trial | undefined)[]): readonly Statement[] {
  for (const trial of trials) {
    const all = tracedIn(trial).flatMap(({ statements }) => statements)
    const there = named.place === null ? all : all.filter(({ place }) => samePlace(place, named.place))
    const same = there.filter(({ statement }) => statement === named.statement)
    if (same.length > 0) return same
    if (named.place !== null && there.length > 0) return there
  }
  return []
}

/**
 * `lock_timeout` in force when a statement asked for its lock, in ms: 0 for none, null where nobody could ask. Of
 * several statements on one line the least protected counts.
 */
export function timeoutInForce(statements: readonly Statement[]): number | null {
  const known = statements.flatMap(({ lockTimeoutMs }) => (lockTimeoutMs === null ? [] : [lockTimeoutMs]))
  if (known.length === 0) return null
  return known.includes(0) ? 0 : Math.max(...known)
}
