import { isRowMode } from '../../model/lock-mode.ts'

/** What a lock keeps others from: how it is coloured, and what the legend says. */
export type ModeClass = 'all' | 'writes' | 'changes' | 'rows'

export const MODE_CLASSES: Readonly<Record<ModeClass, string>> = {
  all: 'lock that keeps readers and writers out (ACCESS EXCLUSIVE)',
  writes: 'lock that keeps writers out (EXCLUSIVE, SHARE ROW EXCLUSIVE, SHARE)',
  changes: 'lock that keeps other schema changes out (SHARE UPDATE EXCLUSIVE)',
  rows: 'lock on rows that somebody waited for',
}

/** As the documentation's table of conflicting lock modes has it: https://www.postgresql.org/docs/current/explicit-locking.html */
export function classOf(mode: string): ModeClass {
  if (mode === 'AccessExclusiveLock') return 'all'
  if (mode === 'ShareUpdateExclusiveLock') return 'changes'
  return isRowMode(mode) ? 'rows' : 'writes'
}

/** Worst first. */
export const CLASS_ORDER: readonly ModeClass[] = ['all', 'writes', 'changes', 'rows']
