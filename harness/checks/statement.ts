import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { TakenLock } from '../model/facts-of-trials.ts'
import type { Play } from './play.ts'

const LONGEST_SUBJECT = 80

/** A statement of a step's session, from the migrator's record or from the trace, which knows more. */
export interface Ran {
  readonly seq: number
  readonly place: string | null
  readonly statement: string
  readonly startedAt: number
  readonly endedAt: number
  /** The same for all statements of one transaction. */
  readonly transaction: number
  readonly transactionEndedAt: number
  /** What it newly took; null without a trace. */
  readonly locks: readonly TakenLock[] | null
}

/** All statements of a session in order of time: the trace's where there is one, else the migrator's. */
export function statementsOf(play: Play, act: 'upgrade' | 'rollback', pid: number): readonly Ran[] {
  const traced = tracedIn(play, act).filter((one) => one.pid === pid)
  if (traced.length > 0) return traced.map((one) => ranAsTraced(play, one, traced))
  return inTransactions(entriesOf(play.entries, 'statement.ran').filter((one) => one.act === act && one.pid === pid))
}

/** Statements that a step sent through the tracing proxy. */
export function tracedIn({ entries }: Play, act: 'upgrade' | 'rollback'): readonly EntryOf<'statement.traced'>[] {
  return entriesOf(entries, 'statement.traced').filter((one) => one.act === act)
}

function ranAsTraced(
  { entries }: Play,
  traced: EntryOf<'statement.traced'>,
  all: readonly EntryOf<'statement.traced'>[],
): Ran {
  const { seq, place, statement, startedAt, endedAt, transaction, locks } = traced
  const ended = entriesOf(entries, 'transaction.traced').find(
    (one) => one.act === traced.act && one.pid === traced.pid && one.transaction === transaction,
  )
  const last = Math.max(...all.filter((one) => one.transaction === transaction).map((one) => one.endedAt))
  const times = { startedAt, endedAt, transaction, transactionEndedAt: ended?.endedAt ?? last }
  return { seq, place: place === null ? null : placeOf(place), statement, locks, ...times }
}

const BEGINS = /^\s*(begin|start\s+transaction)\b/i
const ENDS = /^\s*(commit|end|rollback|abort)\b(?!\s+(prepared|to|transaction\s+to|work\s+to))/i

/**
 * A file is one transaction, unless it says where its own begin and end. What it does statement by statement looks the
 * same here, and is told apart by what held the lock when.
 */
function inTransactions(ran: readonly EntryOf<'statement.ran'>[]): readonly Ran[] {
  let transaction = 0
  let file = ''
  const numbered = ran.map((one) => {
    if (one.file !== file || BEGINS.test(one.statement)) transaction++
    file = one.file
    const numberedAs = transaction
    if (ENDS.test(one.statement)) transaction++
    return { one, transaction: numberedAs }
  })
  return numbered.map(({ one: { seq, statement, startedAt, endedAt, ...place }, transaction }) => {
    const last = Math.max(
      ...numbered.filter((other) => other.transaction === transaction).map(({ one }) => one.endedAt),
    )
    return {
      seq,
      place: placeOf(place),
      statement,
      startedAt,
      endedAt,
      transaction,
      transactionEndedAt: last,
      locks: null,
    }
  })
}

export function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${file}:${line}`
}

export function shorten(statement: string, longest = LONGEST_SUBJECT): string {
  const folded = statement.replace(/\s+/g, ' ').trim()
  return folded.length > longest ? `${folded.slice(0, longest - 1)}…` : folded
}
