import { nodeAs, nodesAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import type { Scanner } from './scanner.ts'

export const truncateDestroysRows: Scanner = {
  id: 'truncate-destroys-rows',
  summary: 'TRUNCATE of a table in use.',
  problem:
    'TRUNCATE takes ACCESS EXCLUSIVE on the table, with CASCADE on every table that refers to it, and no rollback of the upgrade brings its rows back.',
  remedy:
    'Keep the rows: rename the table and drop it in a later migration, or DELETE in batches what is surely not needed.',
  severity: 'blocker',
  bad: 'TRUNCATE sessions;',
  badLine: 1,
  good: "DELETE FROM sessions WHERE expires_at < now() - interval '30 days' AND id BETWEEN 1 AND 1000;",
  scan: (script) =>
    script.steps.flatMap((step) =>
      nodesAs(nodeAs(step.tree, 'TruncateStmt')?.relations, 'RangeVar')
        .flatMap((range) => relationOf(range) ?? [])
        .filter((relation) => !script.isNew(relation, step))
        .map((relation) => ({
          step,
          summary: `all rows of ${relation} are destroyed, under ACCESS EXCLUSIVE`,
          expects: { kind: 'lock', relation, mode: 'AccessExclusiveLock' } as const,
        })),
    ),
}
