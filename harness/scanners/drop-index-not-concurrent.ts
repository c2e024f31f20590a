import { nodeAs, wordsOf } from '../sql/node.ts'
import { relationNamed } from '../sql/relation.ts'
import type { Scanner } from './scanner.ts'

export const dropIndexNotConcurrent: Scanner = {
  id: 'drop-index-not-concurrent',
  summary: 'DROP INDEX that waits for everybody, and has everybody wait behind it.',
  problem:
    'DROP INDEX takes ACCESS EXCLUSIVE on the table that the index belongs to. It is quick, but it waits for every transaction that reads the table, and whoever comes after waits behind it.',
  remedy: 'Use DROP INDEX CONCURRENTLY, outside a transaction block.',
  severity: 'concern',
  bad: 'DROP INDEX orders_customer;',
  badLine: 1,
  good: 'DROP INDEX CONCURRENTLY orders_customer;',
  scan: (script) =>
    script.steps.flatMap((step) => {
      const drop = nodeAs(step.tree, 'DropStmt')
      if (drop?.removeType !== 'OBJECT_INDEX' || drop.concurrent) return []
      return (drop.objects ?? [])
        .map((one) => relationNamed(wordsOf(nodeAs(one, 'List')?.items)))
        .filter((index) => !script.isNew(index, step))
        .map((index) => ({
          step,
          summary: `dropping the index ${index} locks its table against everybody`,
          expects: { kind: 'lock', relation: index, mode: 'AccessExclusiveLock' } as const,
        }))
    }),
}
