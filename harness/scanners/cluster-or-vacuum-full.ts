import { locksOf } from '../sql/lock.ts'
import { nodeAs } from '../sql/node.ts'
import type { Scanner } from './scanner.ts'

export const clusterOrVacuumFull: Scanner = {
  id: 'cluster-or-vacuum-full',
  summary: 'CLUSTER and VACUUM FULL.',
  problem:
    'CLUSTER and VACUUM FULL copy the whole table and its indexes under ACCESS EXCLUSIVE: not even a SELECT runs meanwhile.',
  remedy: 'Let plain VACUUM do its work, or use pg_repack, which copies beside the traffic.',
  severity: 'blocker',
  bad: 'VACUUM FULL orders;',
  badLine: 1,
  good: 'VACUUM (ANALYZE) orders;',
  scan: (script) =>
    script.steps
      .filter(({ tree }) => nodeAs(tree, 'ClusterStmt') !== null || nodeAs(tree, 'VacuumStmt') !== null)
      .flatMap((step) =>
        locksOf(step.tree)
          .filter(({ relation }) => relation === null || !script.isNew(relation, step))
          .map(({ relation, mode }) => ({
            step,
            summary: `${relation ?? 'every table'} is copied under ACCESS EXCLUSIVE`,
            expects: { kind: 'lock', relation, mode } as const,
          })),
      ),
}
