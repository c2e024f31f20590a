import { nodeAs } from '../sql/node.ts'
import { lockTimeoutBefore } from './lock-timeout-in-force.ts'
import type { Scanner } from './scanner.ts'

export const concurrentIndexUnderLockTimeout: Scanner = {
  id: 'concurrent-index-under-lock-timeout',
  summary: 'CREATE INDEX CONCURRENTLY that gives up half-way.',
  problem:
    'CREATE INDEX CONCURRENTLY waits for every older transaction to end, harming nobody. Under lock_timeout it gives up behind a long one, and leaves an invalid index behind, which slows writes down, serves no query, and has its name taken when the migration runs again.',
  remedy: 'SET lock_timeout = 0 before it. Where it failed, DROP INDEX CONCURRENTLY the invalid index first.',
  severity: 'concern',
  bad: "SET lock_timeout = '2s';\nCREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);",
  badLine: 2,
  good: 'SET lock_timeout = 0;\nCREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);',
  scan: (script) =>
    script.steps.flatMap((step) => {
      const name = nodeAs(step.tree, 'IndexStmt')?.concurrent === true ? nodeAs(step.tree, 'IndexStmt')?.idxname : null
      if (name === null || step.inBlock) return []
      // What a runner sets for every migration, it also knows how to retry.
      const limit = lockTimeoutBefore({ ...script, lockTimeoutMs: null }, step)
      if (limit === 0) return []
      const what = name === undefined ? 'the index' : `the index ${name}`
      return [{ step, summary: `${what} stays invalid where lock_timeout ends its wait`, expects: { kind: 'error' } }]
    }),
}
