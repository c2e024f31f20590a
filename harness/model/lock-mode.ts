/** Table-level lock modes, weakest first, spelled as `pg_locks.mode` spells them. */
export const LOCK_MODES = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const

/** The mode as SQL and the documentation spell it: `AccessExclusiveLock` → `ACCESS EXCLUSIVE`. */
export function spellLockMode(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toUpperCase()
}

/** Whether ordinary statements take it on a table: in a queue it stands for locks on rows. */
export function isRowMode(mode: string): boolean {
  return ['AccessShareLock', 'RowShareLock', 'RowExclusiveLock'].includes(mode)
}
