import { spellLockMode } from '../model/lock-mode.ts'
import { locksOf, stopsWrites } from '../sql/lock.ts'
import { nodeAs } from '../sql/node.ts'
import type { Scanner } from './scanner.ts'

export const explicitTableLock: Scanner = {
  id: 'explicit-table-lock',
  summary: 'LOCK TABLE in a mode that keeps writers out.',
  problem: 'LOCK TABLE takes ACCESS EXCLUSIVE unless it names another mode, and holds it until the transaction ends.',
  remedy: 'Leave it out, or name the weakest mode that will do; let the statement that needs a lock take its own.',
  severity: 'concern',
  bad: 'BEGIN;\nLOCK TABLE orders;\nCOMMIT;',
  badLine: 2,
  good: 'BEGIN;\nLOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;\nCOMMIT;',
  scan: (script) =>
    script.steps
      .filter(({ tree }) => nodeAs(tree, 'LockStmt') !== null)
      .flatMap((step) =>
        locksOf(step.tree)
          .filter(({ relation, mode }) => stopsWrites(mode) && relation !== null && !script.isNew(relation, step))
          .map(({ relation, mode }) => ({
            step,
            summary: `${relation} is locked in ${spellLockMode(mode)} mode until the transaction ends`,
            expects: { kind: 'lock', relation, mode } as const,
          })),
      ),
}
