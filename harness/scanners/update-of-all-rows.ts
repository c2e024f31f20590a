import { nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { lockedBefore } from './locked-before.ts'
import type { Scanner } from './scanner.ts'

export const updateOfAllRows: Scanner = {
  id: 'update-of-all-rows',
  summary: 'UPDATE or DELETE without WHERE.',
  problem:
    'An UPDATE or DELETE of all rows holds each row’s lock until it commits: whoever writes to any of them waits for the whole of it. It doubles the table’s size as well.',
  remedy: 'Change the rows in batches of some thousands, each in a transaction of its own.',
  severity: 'concern',
  bad: "UPDATE orders SET channel = 'web';",
  badLine: 1,
  good: "UPDATE orders SET channel = 'web' WHERE id BETWEEN 1 AND 1000;",
  scan: (script) =>
    script.steps.flatMap((step) => {
      const all = nodeAs(step.tree, 'UpdateStmt') ?? nodeAs(step.tree, 'DeleteStmt')
      const relation = relationOf(all?.relation)
      if (all === null || relation === null || all.whereClause !== undefined || script.isNew(relation, step)) return []
      // Beside a stronger lock that one is the news.
      if (lockedBefore(script, step) !== null) return []
      return [
        { step, summary: `all rows of ${relation} are locked until it commits`, expects: { kind: 'work', relation } },
      ]
    }),
}
