import { nodeAs } from '../sql/node.ts'
import { relationOf } from '../sql/relation.ts'
import { everyAlteration } from './alteration.ts'
import type { Scanner } from './scanner.ts'
import { validChecks } from './validation.ts'

export const partitionAttachWithoutCheck: Scanner = {
  id: 'partition-attach-without-check',
  summary: 'ATTACH PARTITION that must read the partition.',
  problem:
    'ATTACH PARTITION reads the whole new partition under ACCESS EXCLUSIVE to see that its rows belong there, unless a validated check constraint says so already.',
  remedy: 'Add a CHECK with the partition’s bounds NOT VALID, validate it, then ATTACH, and drop the check.',
  severity: 'concern',
  bad: "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
  badLine: 1,
  good: `ALTER TABLE events_2026 ADD CONSTRAINT bounds CHECK (at >= '2026-01-01' AND at < '2027-01-01') NOT VALID;
ALTER TABLE events_2026 VALIDATE CONSTRAINT bounds;
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
  scan: (script) =>
    everyAlteration(script, 'AT_AttachPartition').flatMap(({ step, relation, command }) => {
      const partition = relationOf(nodeAs(command.def, 'PartitionCmd')?.name)
      // Of an index that is attached nothing is read.
      if (partition === null || nodeAs(step.tree, 'AlterTableStmt')?.objtype === 'OBJECT_INDEX') return []
      if (script.isNew(partition, step) || validChecks(script, partition, step).length > 0) return []
      return [
        {
          step,
          summary: `every row of ${partition} is read under ACCESS EXCLUSIVE to see that it belongs into ${relation}`,
          expects: { kind: 'work', relation: partition },
        },
      ]
    }),
}
