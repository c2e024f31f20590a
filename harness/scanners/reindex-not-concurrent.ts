import { nodeAs, nodesAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import type { Scanner } from './scanner.ts'

export const reindexNotConcurrent: Scanner = {
  id: 'reindex-not-concurrent',
  summary: 'REINDEX that keeps everybody from the index while it builds.',
  problem:
    'REINDEX locks the table against writes, and the index itself against everybody: even a SELECT that only plans to look at the index waits until it is built.',
  remedy: 'Use REINDEX … CONCURRENTLY, outside a transaction block.',
  severity: 'concern',
  bad: 'REINDEX INDEX orders_customer;',
  badLine: 1,
  good: 'REINDEX INDEX CONCURRENTLY orders_customer;',
  scan: (script) =>
    script.steps.flatMap((step) => {
      const reindex = nodeAs(step.tree, 'ReindexStmt')
      if (reindex === null || nodesAs(reindex.params, 'DefElem').some(({ defname }) => defname === 'concurrently'))
        return []
      const relation = relationOf(reindex.relation)
      if (relation !== null && script.isNew(relation, step)) return []
      const mode = reindex.kind === 'REINDEX_OBJECT_INDEX' ? 'AccessExclusiveLock' : 'ShareLock'
      return [
        {
          step,
          summary: `${relation ?? reindex.name} is reindexed while nobody may use it`,
          expects: { kind: 'lock', relation, mode },
        },
      ]
    }),
}
