import { nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { alterations } from './alteration.ts'
import type { Scanner } from './scanner.ts'

export const partitionDetachNotConcurrent: Scanner = {
  id: 'partition-detach-not-concurrent',
  summary: 'DETACH PARTITION that locks the whole table.',
  problem:
    'DETACH PARTITION takes ACCESS EXCLUSIVE on the whole partitioned table: it waits for everybody who reads any partition, and everybody waits behind it.',
  remedy: 'Use DETACH PARTITION … CONCURRENTLY, outside a transaction block (not where there is a default partition).',
  severity: 'concern',
  bad: 'ALTER TABLE events DETACH PARTITION events_2025;',
  badLine: 1,
  good: 'ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;',
  scan: (script) =>
    alterations(script, 'AT_DetachPartition')
      .filter(({ command }) => nodeAs(command.def, 'PartitionCmd')?.concurrent !== true)
      .map(({ step, relation, command }) => ({
        step,
        summary: `detaching ${relationOf(nodeAs(command.def, 'PartitionCmd')?.name)} locks all of ${relation} against everybody`,
        expects: { kind: 'lock', relation, mode: 'AccessExclusiveLock' },
      })),
}
