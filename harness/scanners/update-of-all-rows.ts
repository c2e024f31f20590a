import { type Node, nodeAs, nodesAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { lockedBefore } from './locked-before.ts'
import type { Scanner } from './scanner.ts'

export const updateOfAllRows: Scanner = {
  id: 'update-of-all-rows',
  summary: 'UPDATE, DELETE or SELECT FOR UPDATE without WHERE.',
  problem:
    'An UPDATE, DELETE or SELECT FOR UPDATE of all rows holds each row’s lock until it commits: whoever writes to any of them waits for the whole of it. An UPDATE doubles the table’s size as well.',
  remedy: 'Change the rows in batches of some thousands, each in a transaction of its own.',
  severity: 'concern',
  bad: "UPDATE orders SET channel = 'web';",
  badLine: 1,
  good: "UPDATE orders SET channel = 'web' WHERE id BETWEEN 1 AND 1000;",
  scan: (script) =>
    script.steps.flatMap((step) => {
      const relation = [step.tree, ...step.called.map(({ tree }) => tree)].flatMap((tree) => allRowsOf(tree) ?? [])[0]
      if (relation === undefined || script.isNew(relation, step)) return []
      // Beside a stronger lock that one is the news.
      if (lockedBefore(script, step) !== null) return []
      return [
        { step, summary: `all rows of ${relation} are locked until it commits`, expects: { kind: 'work', relation } },
      ]
    }),
}

/** The relation whose rows a statement locks, all of them; null for none. */
function allRowsOf(tree: Node): string | null {
  const change = nodeAs(tree, 'UpdateStmt') ?? nodeAs(tree, 'DeleteStmt')
  if (change !== null) return change.whereClause === undefined ? relationOf(change.relation) : null
  const select = nodeAs(tree, 'SelectStmt')
  const strong = nodesAs(select?.lockingClause, 'LockingClause').some(
    ({ strength }) => strength === 'LCS_FORUPDATE' || strength === 'LCS_FORNOKEYUPDATE',
  )
  if (!strong || select?.whereClause !== undefined || select?.limitCount !== undefined) return null
  return relationOf(nodesAs(select?.fromClause, 'RangeVar')[0])
}
