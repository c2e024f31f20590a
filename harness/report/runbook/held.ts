import { atLeast } from '../../checks/window-in-words.ts'
import type { EntryOf } from '../../model/evidence.ts'

type Held = EntryOf<'lock.held'>

/** Of each relation in use and mode the longest hold, the longest of all first. */
export function longestHeld(locks: readonly Held[]): readonly Held[] {
  const inUse = locks.filter((lock) => lock.inUse).toSorted((one, other) => lasted(other) - lasted(one))
  const kinds = Map.groupBy(inUse, ({ relation, mode }) => JSON.stringify([relation, mode]))
  return [...kinds.values()].flatMap(([longest]) => longest ?? [])
}

/** `1.3 s`; a lock that one look alone met was shorter than could be measured. */
export function heldInWords(ms: number): string {
  return ms === 0 ? 'seen once' : atLeast(ms)
}

function lasted({ fromMs, toMs }: Held): number {
  return toMs - fromMs
}
