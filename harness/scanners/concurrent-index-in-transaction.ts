import { type Node, nodeAs, nodesAs } from '../sql/node.ts'
import type { Scanner } from './scanner.ts'

export const concurrentIndexInTransaction: Scanner = {
  id: 'concurrent-index-in-transaction',
  summary: 'What runs CONCURRENTLY, and is refused inside a transaction block.',
  problem:
    'What runs CONCURRENTLY commits several times by itself, and PostgreSQL refuses it inside a transaction block: the migration fails there.',
  remedy: 'Give it a file of its own that opens no transaction, and tell the migration tool not to open one either.',
  severity: 'blocker',
  bad: 'BEGIN;\nCREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);\nCOMMIT;',
  badLine: 2,
  good: 'CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);',
  scan: ({ steps }) =>
    steps
      .filter(({ tree, inBlock }) => inBlock && isConcurrent(tree))
      .map((step) => ({
        step,
        summary: 'CONCURRENTLY is refused inside a transaction block',
        expects: { kind: 'error' },
      })),
}

function isConcurrent(tree: Node): boolean {
  const reindex = nodeAs(tree, 'ReindexStmt')
  const detach = nodesAs(nodeAs(tree, 'AlterTableStmt')?.cmds, 'AlterTableCmd')
  return (
    nodeAs(tree, 'IndexStmt')?.concurrent === true ||
    nodeAs(tree, 'DropStmt')?.concurrent === true ||
    nodesAs(reindex?.params, 'DefElem').some(({ defname }) => defname === 'concurrently') ||
    detach.some(({ def }) => nodeAs(def, 'PartitionCmd')?.concurrent === true)
  )
}
