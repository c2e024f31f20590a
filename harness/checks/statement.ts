import { type EntryOf, entriesOf, type LockParty } from '../model/evidence.ts'
import type { Span } from './clients.ts'
import type { Play } from './play.ts'

type Statement = EntryOf<'statement.ran'>

/** A lock is first seen a sample after it was taken, and by then a short statement is over. */
const SEEN_LATE_MS = 100

/** Statements that take no lock above ROW EXCLUSIVE by themselves; the one before them took what is held. */
const ROW_STATEMENT = /^\s*(with|select|insert|update|delete|merge|copy|values)\b/i

const LONGEST_SUBJECT = 80

export interface Culprit {
  /** `migrations/003-add-total.up.sql:4`, or the statement itself where a tool of its own ran it. */
  readonly subject: string
  /** ` while migrations/003-add-total.up.sql:9 ran`; empty where the statement that took the lock also kept it. */
  readonly meanwhile: string
  readonly evidence: readonly number[]
}

/** Who took a lock: the statement by file and line, from the migrator's record of the same session and time. */
export function culpritOf(
  play: Play,
  act: 'upgrade' | 'rollback',
  held: Span & { relation: string; by: LockParty },
): Culprit {
  const ran = entriesOf(play.entries, 'statement.ran').filter((one) => one.act === act && one.pid === held.by.pid)
  const takers = ran.filter(
    ({ startedAt, endedAt }) => startedAt <= held.fromMs && endedAt >= held.fromMs - SEEN_LATE_MS,
  )
  // A wait may be stamped a little before the statement by another clock; then whatever ran meanwhile will do.
  const meanwhileRan = ran.filter((one) => shared(one, held) > 0)
  const taker = likeliest(takers.length > 0 ? takers : meanwhileRan, held.relation)
  if (taker === undefined) return { subject: shorten(held.by.statement), meanwhile: '', evidence: [] }
  const keeper = ran.reduce((best, one) => (shared(one, held) > shared(best, held) ? one : best), taker)
  const meanwhile = keeper === taker ? '' : `, most of it while ${placeOf(keeper)} ran`
  return { subject: placeOf(taker), meanwhile, evidence: [...new Set([taker.seq, keeper.seq])] }
}

function likeliest(takers: readonly Statement[], relation: string): Statement | undefined {
  const lockers = takers.filter(({ statement }) => !ROW_STATEMENT.test(statement))
  const name = relation.split('.').at(-1) ?? relation
  const naming = lockers.filter(({ statement }) => statement.split(/[^\p{L}\p{N}_$]+/u).includes(name))
  return naming.at(-1) ?? lockers.at(-1) ?? takers.at(-1)
}

function shared({ startedAt, endedAt }: Statement, { fromMs, toMs }: Span): number {
  return Math.min(endedAt, toMs) - Math.max(startedAt, fromMs)
}

export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}

export function shorten(statement: string): string {
  const folded = statement.replace(/\s+/g, ' ').trim()
  return folded.length > LONGEST_SUBJECT ? `${folded.slice(0, LONGEST_SUBJECT - 1)}…` : folded
}
