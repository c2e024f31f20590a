import { type EntryOf, entriesOf, type LockParty } from '../model/evidence.ts'
import { isRowMode } from '../model/lock-mode.ts'
import { overlaps, type Span } from './clients.ts'
import type { Play } from './play.ts'
import { type Ran, shorten, statementsOf } from './statement.ts'

/** A lock is first seen a sample after it was taken, and by then a short statement is over. */
const SEEN_LATE_MS = 100

/** Statements that take no lock above ROW EXCLUSIVE by themselves; the one before them took what is held. */
const ROW_STATEMENT = /^\s*(with|select|insert|update|delete|merge|copy|values)\b/i

/** Statements that leave no lock behind; whatever was seen then, the next one took. */
const LOCKLESS = /^\s*(begin|start|commit|end|rollback|abort|savepoint|release|set|reset|show|discard)\b/i

/** A lock is stamped by the server's clock, and a statement by ours. */
const CLOCKS_MS = 20

const LONGEST_MENTION = 48

/** A lock that somebody took, and while it was held or waited for. */
export interface Taken extends Span {
  readonly relation: string
  /** As `pg_locks.mode`; weaker ones stand for locks on rows. */
  readonly mode: string
  readonly by: LockParty
}

export interface Culprit {
  /** `migrations/003-add-total.up.sql:4`, or the statement itself where a tool of its own ran it. */
  readonly subject: string
  /** The statement in few words, `ALTER TABLE orders ADD COLUMN…`; empty where it is the subject. */
  readonly statement: string
  /** `, most of it while migrations/003-add-total.up.sql:9 ran`; empty where the statement that took the lock also kept it. */
  readonly meanwhile: string
  readonly evidence: readonly number[]
}

/** Who took a lock: from the trace or the migrator's record of the same session and transaction. */
export function culpritOf(play: Play, act: 'upgrade' | 'rollback', taken: Taken): Culprit {
  const ran = statementsOf(play, act, taken.by.pid)
  const taker = ran.findLast((one) => tracedTaking(one, taken)) ?? likeliest(ran, taken)
  if (taker === undefined) return { subject: shorten(taken.by.statement), statement: '', meanwhile: '', evidence: [] }
  const ofTransaction = ran.filter((one) => one.transaction === taker.transaction)
  const keeper = ofTransaction.reduce((best, one) => (shared(one, taken) > shared(best, taken) ? one : best), taker)
  const meanwhile = keeper === taker ? '' : `, most of it while ${keeper.place ?? shorten(keeper.statement)} ran`
  const subject = taker.place ?? shorten(taker.statement)
  const statement = taker.place === null ? '' : shorten(taker.statement, LONGEST_MENTION)
  return { subject, statement, meanwhile, evidence: [...new Set([taker.seq, keeper.seq])] }
}

/** The trace saw it take just that, in a transaction that was not over when the lock was seen. */
function tracedTaking({ locks, startedAt, transactionEndedAt }: Ran, { relation, mode, fromMs, toMs }: Taken): boolean {
  if (locks === null || startedAt > toMs || transactionEndedAt < fromMs - SEEN_LATE_MS) return false
  return locks.some((lock) => lock.relation === relation && lock.mode === mode)
}

/**
 * Without a trace: of what the transaction had run by then, the last that can take such a lock and names the relation;
 * else what ran at that moment.
 */
function likeliest(ran: readonly Ran[], taken: Taken): Ran | undefined {
  const { fromMs, relation, mode } = taken
  const seenMs = fromMs + CLOCKS_MS
  const running = ran.filter(({ startedAt, endedAt }) => startedAt <= seenMs && endedAt >= fromMs - SEEN_LATE_MS)
  // A wait may be stamped a little before the statement by another clock; then whatever ran meanwhile will do.
  const takers = running.length > 0 ? running : ran.filter((one) => shared(one, taken) > 0)
  const last = takers.at(-1)
  const able = ({ statement }: Ran) => !LOCKLESS.test(statement) && ROW_STATEMENT.test(statement) === isRowMode(mode)
  const names = (one: Ran) => able(one) && wordsOf(one.statement).includes(relation.split('.').at(-1) ?? relation)
  const before = ran.filter(
    ({ startedAt, transaction }) => transaction === last?.transaction && startedAt <= Math.max(seenMs, last.startedAt),
  )
  return takers.findLast(names) ?? before.findLast(names) ?? takers.findLast(able) ?? before.findLast(able) ?? last
}

function wordsOf(statement: string): readonly string[] {
  return statement.split(/[^\p{L}\p{N}_$]+/u)
}

function shared({ startedAt, endedAt }: Ran, { fromMs, toMs }: Span): number {
  return Math.min(endedAt, toMs) - Math.max(startedAt, fromMs)
}

/** The transaction of a step's session that held just this lock for a while, as the watcher saw it. */
export function heldMeanwhile(
  { entries }: Play,
  { by, mode, ...taken }: Taken & { readonly relations: readonly string[] },
): EntryOf<'lock.held'> | undefined {
  return entriesOf(entries, 'lock.held').find(
    (held) =>
      held.holder.pid === by.pid &&
      held.mode === mode &&
      taken.relations.includes(held.relation) &&
      overlaps(held, taken),
  )
}
