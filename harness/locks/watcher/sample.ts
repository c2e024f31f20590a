import { maskStatement } from './mask.ts'

/** A lock that is waited for, stands in somebody's way, or is strong enough to matter by itself. */
export interface SeenLock {
  /** Of the leader where a parallel worker asked; 0 for a prepared transaction. */
  readonly pid: number
  readonly application: string
  readonly backendType: string
  /** Literals masked. */
  readonly statement: string
  readonly backendStartedMs: number
  readonly transaction: string
  readonly transactionStartedMs: number
  /** As `pg_locks.locktype`. */
  readonly type: string
  /** What is locked, as a key: equal for all who want the same. */
  readonly target: string
  readonly mode: string
  readonly granted: boolean
  /** When the wait began; null where the lock is granted, and for a moment after it began. */
  readonly waitingSinceMs: number | null
  readonly blockers: readonly number[]
  readonly relation: SeenRelation | null
}

export interface SeenRelation {
  readonly oid: number
  /** `schema.name` without `public.`; null while only the transaction that creates it can see it. */
  readonly name: string | null
  /** As `pg_class.relkind`; null with the name. */
  readonly kind: string | null
  /** Private to one session, so that nobody else can queue for it. */
  readonly temporary: boolean
  /** The table, where this is an index. */
  readonly indexed: string | null
}

/** What there was to see at one look, until a later one differs. */
export interface Sample {
  /** When the server began to look. */
  readonly atMs: number
  /** When it had looked: what is not in here was over by then. */
  readonly byMs: number
  readonly locks: readonly SeenLock[]
}

/** A lock as the server tells it, times in epoch ms of its clock. */
export interface Row {
  readonly pid: number
  readonly application: string
  readonly backendType: string
  readonly statement: string
  readonly backendStart: number | null
  readonly transaction: string
  readonly transactionStart: number | null
  readonly type: string
  readonly target: string
  readonly mode: string
  readonly granted: boolean
  readonly waitStart: number | null
  readonly blockers: readonly number[] | null
  readonly oid: number | null
  readonly schema: string | null
  readonly name: string | null
  readonly kind: string | null
  readonly temporary: boolean
  readonly indexed: string | null
}

/** The lock by our clock, which is `aheadMs` ahead of the server's. */
export function seenLock(row: Row, atMs: number, aheadMs: number): SeenLock {
  const ours = (theirs: number | null) => (theirs === null ? atMs : roundMs(theirs + aheadMs))
  return {
    pid: row.pid,
    application: row.application,
    backendType: row.backendType,
    statement: maskStatement(row.statement),
    backendStartedMs: ours(row.backendStart),
    transaction: row.transaction,
    transactionStartedMs: ours(row.transactionStart),
    type: row.type,
    target: row.target,
    mode: row.mode,
    granted: row.granted,
    waitingSinceMs: row.waitStart === null ? null : ours(row.waitStart),
    blockers: row.blockers ?? [],
    relation: row.oid === null ? null : seenRelation(row, row.oid),
  }
}

/** Waits differ by tenths of a millisecond where one follows the other. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10
}

function seenRelation({ schema, name, kind, temporary, indexed }: Row, oid: number): SeenRelation {
  const spelled = (one: string | null) => (one === null ? null : schema === 'public' ? one : `${schema}.${one}`)
  return { oid, name: spelled(name), kind, temporary, indexed: spelled(indexed) }
}
