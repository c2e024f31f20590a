import { formatCount, formatDuration, formatSeconds } from '../../model/duration.ts'
import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Scenario, TakenLock } from '../../model/facts-of-trials.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import type { Examined } from './examined.ts'
import { strengthOf } from './traced.ts'

export type Traced = EntryOf<'statement.traced'>
type Stall = EntryOf<'stall.felt'>

/** Titles of what is told of a statement; texts follow in the same order. */
export const STATEMENT_TITLES = ['line', 'statement', 'took', 'strongest lock', 'rewrites', 'worst stall'] as const

const BESIDE: Readonly<Record<Scenario, string>> = {
  alone: 'alone',
  filled: 'on filled tables',
  traffic: 'with clients only',
  'long-reader': 'beside a long reader',
  'idle-writer': 'beside an idle writer',
  'opposite-order': 'beside the opposite order',
  prepared: 'beside prepared statements',
  'second-runner': 'beside a second runner',
}

/** Scenarios whose stalls are their companion's doing, not the migration's. */
const STAGED: ReadonlySet<Scenario> = new Set(['opposite-order', 'prepared', 'second-runner'])

/** What there is in a journal of one migration. */
export interface Watched {
  readonly source: 'sql' | 'command'
  readonly alone: EntryOf<'trial.ended'> | undefined
  /** Of the run alone, in order. */
  readonly statements: readonly Traced[]
  readonly transactions: readonly EntryOf<'transaction.traced'>[]
  readonly stalls: readonly { readonly stall: Stall; readonly scenario: Scenario }[]
}

export function watchedOf({ fact, alone, trials }: Examined): Watched {
  const own = alone?.entries ?? []
  return {
    source: fact.source,
    alone: alone?.ended,
    statements: entriesOf(own, 'statement.traced').toSorted(
      (one, other) => one.startedAt - other.startedAt || one.index - other.index,
    ),
    transactions: entriesOf(own, 'transaction.traced'),
    stalls: trials
      .filter(({ scenario }) => !STAGED.has(scenario))
      .flatMap(({ scenario, entries }) => entriesOf(entries, 'stall.felt').map((stall) => ({ stall, scenario })))
      .filter(({ stall }) => stall.by !== 'companion'),
  }
}

/** `3 statements   0.4 s`, with the error it failed with. */
export function outcomeInWords({ alone, statements }: Watched): string {
  if (alone === undefined) return 'was not seen to end'
  const [first, last] = [alone.attempts[0]?.startedAt ?? 0, alone.attempts.at(-1)?.endedAt ?? 0]
  const count = statements.length === 1 ? '1 statement' : `${statements.length} statements`
  const error = alone.attempts.at(-1)?.error
  const failed = alone.outcome === 'completed' ? '' : `   failed: ${error?.message ?? 'with an error'}`
  return `${count}   ${formatSeconds(last - first)}${failed}`
}

/** A statement as a row of texts, by the titles above; what does not apply is empty. */
export function statementInWords(traced: Traced, watched: Watched): readonly string[] {
  const { place, startedAt, endedAt, error } = traced
  const line = place === null ? '' : String(place.line)
  const file = watched.source === 'command' && place !== null ? `${place.file.replace(/^.*\//, '')}:` : ''
  return [
    `${file}${line}`,
    traced.statement,
    error === null ? formatDuration(Math.max(0, endedAt - startedAt)) : error.sqlstate,
    lockInWords(traced),
    rewritesOf(traced, watched).join(', '),
    worstStall(traced, watched)?.words ?? '',
  ]
}

function lockInWords({ locks, exact }: Traced): string {
  const lock = strongestOf(locks)
  if (lock === null) return exact ? '' : 'none seen (sampled)'
  const how = lock.unseen ? ' (documented)' : exact ? '' : ' (sampled)'
  return `${spellLockMode(lock.mode)} ${lock.relation}${how}`
}

/** On what was there before: what nobody knows of yet can be locked at will. */
export function strongestOf(locks: readonly TakenLock[]): TakenLock | null {
  const existing = locks.filter(({ existed, relation }) => existed && !/^pg_(catalog|toast)\./.test(relation))
  return existing.toSorted((one, other) => weight(other) - weight(one))[0] ?? null
}

/** Tables before their indexes. */
function weight({ mode, relkind }: TakenLock): number {
  return strengthOf(mode) * 2 + ('rpmv'.includes(relkind) ? 1 : 0)
}

/** From the statement to the end of its transaction, in ms, in the run alone; null where that end was not seen. */
export function heldMs({ pid, transaction, startedAt, endedAt }: Traced, { transactions }: Watched): number | null {
  const own = transactions.find((one) => one.pid === pid && one.transaction === transaction)
  return own === undefined ? null : Math.max(0, Math.max(own.endedAt, endedAt) - startedAt)
}

/** A rewrite shows at the commit; it is the statement's that locked the relation in the strongest mode. */
function rewritesOf({ pid, transaction, index, locks }: Traced, { transactions, statements }: Watched) {
  const own = transactions.filter((one) => one.pid === pid && one.transaction === transaction)
  const isIndex = (relation: string) => locks.some((lock) => lock.relation === relation && lock.relkind === 'i')
  const isStrong = (relation: string) => (lock: TakenLock) =>
    lock.relation === relation && lock.mode === 'AccessExclusiveLock'
  return own
    .flatMap(({ rewritten }) => rewritten)
    .filter((relation) => locks.some(isStrong(relation)))
    .filter((relation) => {
      const others = statements.filter((one) => one.pid === pid && one.transaction === transaction && one.index < index)
      return !others.some((one) => one.locks.some(isStrong(relation)))
    })
    .toSorted((one, other) => Number(isIndex(one)) - Number(isIndex(other)))
}

/** Who waited longest for a statement, and beside whom it ran; null where nobody waited. */
export function worstStall(
  traced: Traced,
  { stalls, statements }: Watched,
): { readonly longestMs: number; readonly words: string } | null {
  const own = stalls.filter(({ stall }) => isOf(stall, traced, statements))
  const [worst] = own.toSorted((one, other) => other.stall.longestMs - one.stall.longestMs)
  if (worst === undefined) return null
  const { by, what, longestMs } = worst.stall
  const who = {
    'probe-read': `a read of ${what}`,
    'probe-write': `a write to ${what}`,
    traffic: what,
    companion: what,
  }[by]
  return { longestMs, words: `${formatDuration(longestMs)} ${BESIDE[worst.scenario]}: ${who}` }
}

/** By place; of several statements on one line it is that one's whose text is named. */
function isOf(stall: Stall, { place, statement }: Traced, statements: readonly Traced[]): boolean {
  if (place === null || stall.place === null) return stall.statement === statement
  const { file, line } = stall.place
  if (place.file !== file || place.line !== line) return false
  const there = statements.filter((one) => one.place?.file === file && one.place.line === line)
  return stall.statement === statement || there.every((one) => one.statement !== stall.statement)
}

/** What takes less than this is no news. */
const WORTH_PREDICTING_MS = 100

/** How long statements would take on production's rows, where that is news; a sentence each. */
export function predictionsInWords({ entries }: Examined): readonly string[] {
  return entriesOf(entries, 'duration.predicted')
    .filter(({ highMs }) => highMs >= WORTH_PREDICTING_MS)
    .map(({ place, statement, rows, lowMs, highMs }) => {
      const where = place === null ? statement.slice(0, 60) : `line ${place.line}`
      return `predicted, not measured: ${where} takes ${formatDuration(lowMs)} to ${formatDuration(highMs)} on ${formatCount(rows)} rows`
    })
}

/** What nobody exercised, a clause each. */
export function untestedOf({ entries }: Examined): readonly string[] {
  return entriesOf(entries, 'trials.covered')
    .flatMap((covered) => covered.untested)
    .map((clause) => clause.replace(/^unknown: /, ''))
}
