import { entriesOf } from '../model/evidence.ts'
import { culpritOf } from './culprit.ts'
import type { Play } from './play.ts'

/** The strongest thing that a statement of a step did to others: a lock on what is in use, and for how long. */
export interface HeldUnderLoad {
  readonly relation: string
  /** As `pg_locks.mode`. */
  readonly mode: string
  readonly heldMs: number
}

/** By `file:line` of who took it: the lock on something in use that was held longest in the upgrade or the rollback. */
export function heldUnderLoad(play: Play): ReadonlyMap<string, HeldUnderLoad> {
  const longest = new Map<string, HeldUnderLoad>()
  for (const { act, relation, mode, holder, fromMs, toMs, inUse } of entriesOf(play.entries, 'lock.held')) {
    if (!inUse) continue
    const { subject } = culpritOf(play, act, { relation, mode, by: holder, fromMs, toMs })
    const known = longest.get(subject)
    if (known === undefined || known.heldMs < toMs - fromMs)
      longest.set(subject, { relation, mode, heldMs: toMs - fromMs })
  }
  return longest
}
