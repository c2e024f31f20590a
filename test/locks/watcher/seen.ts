import type { Sample, SeenLock, SeenRelation } from '../../../harness/locks/watcher/sample.ts'

export const ORDERS: SeenRelation = { oid: 20_001, name: 'orders', kind: 'r', temporary: false, indexed: null }
export const ORDERS_INDEX: SeenRelation = {
  oid: 20_002,
  name: 'orders_x',
  kind: 'i',
  temporary: false,
  indexed: 'orders',
}

/** A session of the services that holds ACCESS SHARE on orders, unless told otherwise. */
export function lock(pid: number, changes: Partial<SeenLock> = {}): SeenLock {
  const relation = changes.relation === undefined ? ORDERS : changes.relation
  return {
    pid,
    application: 'shop',
    backendType: 'client backend',
    statement: 'SELECT ?',
    backendStartedMs: 0,
    transaction: `${pid}/1`,
    transactionStartedMs: 500,
    type: 'relation',
    target: `relation:1:${relation?.oid}`,
    mode: 'AccessShareLock',
    granted: true,
    waitingSinceMs: null,
    blockers: [],
    relation,
    ...changes,
  }
}

/** The same session, waiting behind others. */
export function waiting(pid: number, blockers: readonly number[], changes: Partial<SeenLock> = {}): SeenLock {
  return lock(pid, { granted: false, blockers, waitingSinceMs: 1_000, ...changes })
}

export function sample(atMs: number, ...locks: readonly SeenLock[]): Sample {
  return { atMs, byMs: atMs + 1, locks }
}

export const STEP: Partial<SeenLock> = {
  application: 'fulldress-step',
  statement: 'ALTER TABLE orders ADD COLUMN x int',
  mode: 'AccessExclusiveLock',
}
