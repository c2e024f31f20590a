import type { StatementTraits } from '../../sql/traits.ts'
import type { Complaint } from './fields.ts'
import { advisoryKey, type HeldLock, isPassing, lockKey, type Relation } from './held-lock.ts'
import type { TracedLock, TracedStatement } from './trace.ts'

/** A statement as it goes to the server. */
export interface Beginning {
  readonly sql: string
  readonly bound: boolean
  /** null for text that is no single statement to PostgreSQL's parser. */
  readonly traits: StatementTraits | null
  /** Why its locks cannot be read while they are all held; null when they can. */
  readonly because: string | null
  /** Nobody else may be in the database, or what it answers counts all sessions: it is left alone. */
  readonly alone: boolean
  /** When the client's message came, in ms of `now`. */
  readonly receivedAt: number
}

/** Epoch ms with fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}

/** A statement while it is followed. Times are epoch ms. */
export interface Progress {
  readonly index: number
  readonly transaction: number
  readonly application: string
  readonly sql: string
  readonly bound: boolean
  readonly alone: boolean
  readonly traits: StatementTraits | null
  because: string | null
  /** What the proxy took before it sent the statement. */
  readonly delayMs: number
  readonly startedAt: number
  completedAt: number | null
  /** When the server was allowed to go on. */
  resumedAt: number | null
  /** What it took the server after that. */
  commitMs: number
  error: Complaint | null
  readonly notices: string[]
  take(lock: HeldLock, relation: Relation | null): void
  /** What was seen meanwhile, but is not among `held` at its end, is kept where somebody may have felt it. */
  keep(held: readonly HeldLock[]): void
  readonly taken: ReadonlyMap<string, Sight>
}

interface Sight {
  readonly lock: HeldLock
  /** As committed when the lock was first seen. */
  readonly relation: Relation | null
}

interface Place {
  readonly index: number
  readonly transaction: number
  readonly startedAt: number
}

export function beginProgress(beginning: Beginning & { readonly application: string }, place: Place): Progress {
  const { sql, bound, alone, traits, because, receivedAt, application } = beginning
  const taken = new Map<string, Sight>()
  return {
    ...place,
    application,
    sql,
    bound,
    alone,
    traits,
    because,
    delayMs: place.startedAt - receivedAt,
    completedAt: null,
    resumedAt: null,
    commitMs: 0,
    error: null,
    notices: [],
    take(lock, relation) {
      const key = lockKey(lock)
      if (!taken.has(key) || lock.granted) taken.set(key, { lock, relation })
    },
    keep(held) {
      const still = new Set(held.map(lockKey))
      for (const [key, { lock, relation }] of taken)
        if (lock.locktype === 'relation' && !still.has(key) && isPassing(lock, relation)) taken.delete(key)
    },
    taken,
  }
}

interface Telling {
  readonly connection: number
  readonly pid: number
  /** Relations that the transaction made, as committed. */
  readonly made: ReadonlyMap<number, Relation>
}

/** The statement as the trace tells it. */
export function tellStatement(progress: Progress, { connection, pid, made }: Telling): TracedStatement {
  const { index, transaction, application, sql, bound, because, startedAt, error, notices } = progress
  // Of a statement that commits on its own a lock may last less than a sample; what it waited for, it then had.
  const had = because !== null && error === null
  const sights = [...progress.taken.values()].filter(({ lock }) => lock.granted || had)
  const completedAt = progress.completedAt ?? startedAt
  const holdMs = progress.resumedAt === null ? 0 : progress.resumedAt - completedAt
  return {
    connection,
    pid,
    application,
    transaction,
    index,
    sql,
    bound,
    startedAt,
    endedAt: completedAt + progress.commitMs,
    heldMs: progress.delayMs + holdMs,
    exact: because === null,
    because,
    locks: sights
      .filter(({ lock }) => lock.locktype === 'relation')
      .map(({ lock, relation }) => tellLock(lock, relation, made)),
    advisory: sights
      .filter(({ lock }) => lock.locktype === 'advisory')
      .map(({ lock }) => ({ key: advisoryKey(lock), mode: lock.mode })),
    error,
    notices: [...notices],
  }
}

function tellLock({ relation: oid, mode }: HeldLock, before: Relation | null, made: Telling['made']): TracedLock {
  const named = before ?? made.get(oid)
  return { relation: named?.name ?? `oid:${oid}`, oid, relkind: named?.relkind ?? '?', mode, existed: before !== null }
}
