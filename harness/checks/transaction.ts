import { type EntryOf, entriesOf } from '../model/evidence.ts'
import { overlaps, type Span } from './clients.ts'
import type { Play } from './play.ts'

export type HeldLock = EntryOf<'lock.held'>

/** Locks of one session that were held at the same time: one transaction, and so one cause, whatever it locked. */
export interface Transaction extends Span {
  readonly act: 'upgrade' | 'rollback'
  readonly pid: number
  readonly locks: readonly HeldLock[]
}

/** Folds the locks of the upgrade's and the rollback's own sessions into transactions, in order of time. */
export function transactionsOf({ entries }: Play): readonly Transaction[] {
  const locks = entriesOf(entries, 'lock.held').filter(({ holder }) => holder.role === 'migration')
  const found: Transaction[] = []
  for (const lock of locks.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const at = found.findIndex((known) => isOf(known, lock))
    const known = found[at]
    const { fromMs, toMs } = lock
    if (known === undefined) found.push({ act: lock.act, pid: lock.holder.pid, fromMs, toMs, locks: [lock] })
    else found[at] = { ...known, toMs: Math.max(known.toMs, toMs), locks: [...known.locks, lock] }
  }
  return found
}

/** Journals of before do not number transactions; then locks that were held at the same time are of one. */
function isOf({ pid, act, locks, ...span }: Transaction, lock: HeldLock): boolean {
  if (pid !== lock.holder.pid || act !== lock.act) return false
  const [first] = locks
  if (first?.transaction === undefined || lock.transaction === undefined) return overlaps(span, lock)
  return first.transaction === lock.transaction
}
