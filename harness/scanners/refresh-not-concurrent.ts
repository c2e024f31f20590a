import { nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import type { Scanner } from './scanner.ts'

export const refreshNotConcurrent: Scanner = {
  id: 'refresh-not-concurrent',
  summary: 'REFRESH MATERIALIZED VIEW that keeps readers out.',
  problem:
    'REFRESH MATERIALIZED VIEW holds ACCESS EXCLUSIVE on the view while its query runs: nobody can read it meanwhile.',
  remedy: 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY; it needs a unique index on the view.',
  severity: 'concern',
  bad: 'REFRESH MATERIALIZED VIEW totals;',
  badLine: 1,
  good: 'REFRESH MATERIALIZED VIEW CONCURRENTLY totals;',
  scan: (script) =>
    script.steps.flatMap((step) => {
      const refresh = nodeAs(step.tree, 'RefreshMatViewStmt')
      const relation = relationOf(refresh?.relation)
      if (refresh === null || relation === null || refresh.concurrent || script.isNew(relation, step)) return []
      const mode = 'AccessExclusiveLock'
      return [
        {
          step,
          summary: `nobody can read ${relation} while its query runs`,
          expects: { kind: 'lock', relation, mode },
        },
      ]
    }),
}
