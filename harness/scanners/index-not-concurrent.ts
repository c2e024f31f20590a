import { spellLockMode } from '../model/lock-mode.ts'
import { nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import type { Scanner } from './scanner.ts'

export const indexNotConcurrent: Scanner = {
  id: 'index-not-concurrent',
  summary: 'CREATE INDEX that keeps writers out while it builds.',
  problem:
    'CREATE INDEX reads the whole table under a SHARE lock. Until it is built, and until its transaction ends, no row of the table can be inserted, updated or deleted.',
  remedy:
    'Build it with CREATE INDEX CONCURRENTLY, outside a transaction block; drop the invalid index first where an attempt failed. On a partitioned table: ON ONLY the parent, CONCURRENTLY on each partition, then ATTACH.',
  severity: 'concern',
  bad: 'CREATE INDEX orders_customer ON orders (customer_id);',
  badLine: 1,
  good: 'CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);',
  scan: (script) =>
    script.steps.flatMap((step) => {
      const index = nodeAs(step.tree, 'IndexStmt')
      const relation = relationOf(index?.relation)
      if (index === null || relation === null || index.concurrent || script.isNew(relation, step)) return []
      // ON ONLY a partitioned table builds nothing: the index is invalid until those of the partitions are attached.
      if (index.relation?.inh !== true) return []
      const mode = 'ShareLock'
      return [
        {
          step,
          summary: `the index ${index.idxname ?? ''} is built under ${spellLockMode(mode)} on ${relation}`.replace(
            '  ',
            ' ',
          ),
          expects: { kind: 'lock', relation, mode },
        },
      ]
    }),
}
