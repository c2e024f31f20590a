import type { SeenLock } from './sample.ts'

/** What a wait is about, in words, and how strong its ends are: `pg_locks` speaks of rows only as of transactions. */
export interface Contested {
  readonly relation: string
  /** True for rows: their modes on the transaction's number would read like modes on the table. */
  readonly ofRow: boolean
}

/** The mode that goes with a row lock on the table itself. */
const ROW_MODE = 'RowExclusiveLock'

/**
 * A row is waited for as a `tuple` by those behind and as the holder's `transactionid` by the first of them, who holds
 * the tuple lock meanwhile and so tells the table. A duplicate key waits for a transaction without any tuple lock; then
 * it is a table that the waiter writes to.
 */
export function contestedBy(wait: SeenLock, locks: readonly SeenLock[]): Contested {
  const own = wait.relation === null ? null : (wait.relation.name ?? `relation ${wait.relation.oid}`)
  if (own !== null) return { relation: own, ofRow: wait.type === 'tuple' }
  if (wait.type !== 'transactionid') return { relation: inWords(wait.type), ofRow: false }
  const granted = locks.filter(({ pid, granted, relation }) => granted && pid === wait.pid && relation?.name != null)
  const row = granted.find(({ type }) => type === 'tuple') ?? granted.find(writesTable)
  return { relation: row?.relation?.name ?? inWords(wait.type), ofRow: true }
}

/** The row that a wait is about, as a key; null where it is about none, or nobody can tell. */
export function rowOf(wait: SeenLock, locks: readonly SeenLock[]): string | null {
  if (wait.type === 'tuple') return wait.target
  if (wait.type !== 'transactionid') return null
  return locks.find(({ pid, granted, type }) => granted && pid === wait.pid && type === 'tuple')?.target ?? null
}

function writesTable({ type, mode, relation }: SeenLock): boolean {
  return type === 'relation' && mode === ROW_MODE && (relation?.kind === 'r' || relation?.kind === 'p')
}

function inWords(type: string): string {
  if (type === 'advisory') return 'an advisory lock'
  return type === 'virtualxid' || type === 'transactionid' ? 'a transaction' : `a lock of type ${type}`
}

export function modeOf(lock: SeenLock, { ofRow }: Contested): string {
  return ofRow ? ROW_MODE : lock.mode
}
