import { LOCK_MODES } from '../../model/lock-mode.ts'

const MODES: readonly string[] = LOCK_MODES
const STRONG = MODES.indexOf('ShareUpdateExclusiveLock')

/** How much a mode forbids, by the order of the documentation; 0 for none. */
export function strength(mode: string): number {
  return MODES.indexOf(mode) + 1
}

/** ShareUpdateExclusiveLock or more: what schema changes and maintenance take, and ordinary statements do not. */
export function isStrong(mode: string): boolean {
  return strength(mode) > STRONG
}
