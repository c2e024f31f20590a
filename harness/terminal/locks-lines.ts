import { formatCount, formatDuration, formatSeconds } from '../model/duration.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Scenario, TakenLock } from '../model/facts-of-trials.ts'
import { LOCK_MODES, spellLockMode } from '../model/lock-mode.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

type Traced = EntryOf<'statement.traced'>
type Stall = EntryOf<'stall.felt'>

const COLUMNS: readonly Column[] = [
  { title: 'line', align: 'right', most: 32 },
  { title: 'statement', align: 'left', most: 56 },
  { title: 'took', align: 'right', most: 12 },
  { title: 'strongest lock', align: 'left', most: 44 },
  { title: 'rewrites', align: 'left', most: 24 },
  { title: 'worst stall', align: 'left', most: 64 },
]

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

/** `locks  migrations   postgres 17.10`, and what this server cannot show, a line each; newline included. */
export function locksHeader(entries: readonly Entry[], { dim }: Ink): string {
  const [started] = entriesOf(entries, 'locks.started')
  if (started === undefined) return ''
  const postgres = entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`)
  const layout = started.layout === undefined ? [] : [started.layout]
  const head = [started.name, ...layout, started.runtime, ...postgres].map(tame).join('   ')
  const weaker = (started.weaker ?? []).map((sentence) => dim(`  weaker: ${tame(sentence)}`))
  return `${[`locks  ${head}`, ...weaker].join('\n')}\n`
}

/** All tables of a journal. */
export function allMigrationLines(entries: readonly Entry[], paint: Ink): string {
  return entriesOf(entries, 'migration.examined')
    .map(({ migration }) => migrationLines(entries, migration, paint))
    .join('')
}

/** A migration as a table of its statements, what was predicted, and what nobody exercised; newline included. */
export function migrationLines(entries: readonly Entry[], number: number, { bold, yellow, dim }: Ink): string {
  const examined = entriesOf(entries, 'migration.examined').find(({ migration }) => migration === number)
  if (examined === undefined) return ''
  const seen = seenOf(entries, number)
  const rows = seen.statements.map((statement) => rowOf(statement, seen, examined.source))
  const way = examined.direction === 'down' ? '   down' : ''
  const table = rows.length === 0 ? ['no statement was traced'] : tableLines(COLUMNS, rows)
  return [
    `${bold(tame(examined.name))}${way}   ${outcomeOf(seen)}`,
    ...table.map((line, index) => `  ${index === 0 && rows.length > 0 ? dim(line) : line}`),
    ...predictions(entries, number).map((line) => `  ${dim(line)}`),
    ...untested(entries, number).map((line) => `  ${yellow(`unknown: ${tame(line)}`)}`),
    '',
  ].join('\n')
}

/** What there is in a journal of one migration. */
interface Seen {
  readonly alone: EntryOf<'trial.ended'> | undefined
  /** Of the run alone, in order. */
  readonly statements: readonly Traced[]
  readonly transactions: readonly EntryOf<'transaction.traced'>[]
  readonly stalls: readonly { readonly stall: Stall; readonly scenario: Scenario }[]
}

function seenOf(entries: readonly Entry[], number: number): Seen {
  const trials = entriesOf(entries, 'trial.started').filter(({ migration }) => migration === number)
  const scenarios = new Map(trials.map(({ trial, scenario }) => [trial, scenario]))
  const alone = trials.find(({ scenario }) => scenario === 'alone')?.trial
  const own = entriesOf(entries, 'statement.traced').filter(({ trial }) => trial === alone && alone !== undefined)
  return {
    alone: entriesOf(entries, 'trial.ended').find(({ trial }) => trial === alone),
    statements: own.toSorted((one, other) => one.startedAt - other.startedAt || one.index - other.index),
    transactions: entriesOf(entries, 'transaction.traced').filter(({ trial }) => trial === alone),
    stalls: entriesOf(entries, 'stall.felt').flatMap((stall) => {
      const scenario = scenarios.get(stall.trial)
      return scenario === undefined || STAGED.has(scenario) || stall.by === 'companion' ? [] : [{ stall, scenario }]
    }),
  }
}

function outcomeOf({ alone, statements }: Seen): string {
  if (alone === undefined) return 'was not seen to end'
  const [first, last] = [alone.attempts[0]?.startedAt ?? 0, alone.attempts.at(-1)?.endedAt ?? 0]
  const count = statements.length === 1 ? '1 statement' : `${statements.length} statements`
  const error = alone.attempts.at(-1)?.error
  const failed = alone.outcome === 'completed' ? '' : `   failed: ${tame(error?.message ?? 'with an error')}`
  return `${count}   ${formatSeconds(last - first)}${failed}`
}

function rowOf(statement: Traced, seen: Seen, source: 'sql' | 'command'): readonly string[] {
  const { place, startedAt, endedAt, exact, error } = statement
  const line = place === null ? '' : String(place.line)
  const file = source === 'command' && place !== null ? `${place.file.replace(/^.*\//, '')}:` : ''
  const took = error === null ? formatDuration(Math.max(0, endedAt - startedAt)) : error.sqlstate
  const lock = strongest(statement.locks)
  const sampled = exact ? '' : ' (sampled)'
  return [
    `${file}${line}`,
    tame(statement.statement),
    took,
    lock === null ? '' : `${spellLockMode(lock.mode)} ${lock.relation}${sampled}`,
    rewritesOf(statement, seen).join(', '),
    stallOf(statement, seen),
  ]
}

const MODES: readonly string[] = LOCK_MODES

/** On what was there before: what nobody knows of yet can be locked at will. */
function strongest(locks: readonly TakenLock[]): TakenLock | null {
  const existing = locks.filter(({ existed, relation }) => existed && !/^pg_(catalog|toast)\./.test(relation))
  const sorted = existing.toSorted((one, other) => weight(other) - weight(one))
  return sorted[0] ?? null
}

/** Tables before their indexes. */
function weight({ mode, relkind }: TakenLock): number {
  return MODES.indexOf(mode) * 2 + ('rpmv'.includes(relkind) ? 1 : 0)
}

/** A rewrite shows at the commit; it is the statement's that locked the relation in the strongest mode. */
function rewritesOf({ pid, transaction, index, locks }: Traced, { transactions, statements }: Seen): readonly string[] {
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

function stallOf(traced: Traced, { stalls, statements }: Seen): string {
  const own = stalls.filter(({ stall }) => isOf(stall, traced, statements))
  const [worst] = own.toSorted((one, other) => other.stall.longestMs - one.stall.longestMs)
  if (worst === undefined) return ''
  const { by, what, longestMs } = worst.stall
  const who = {
    'probe-read': `a read of ${what}`,
    'probe-write': `a write to ${what}`,
    traffic: what,
    companion: what,
  }[by]
  return `${formatDuration(longestMs)} ${BESIDE[worst.scenario]}: ${tame(who)}`
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

function predictions(entries: readonly Entry[], number: number): readonly string[] {
  return entriesOf(entries, 'duration.predicted')
    .filter(({ migration, highMs }) => migration === number && highMs >= WORTH_PREDICTING_MS)
    .map(({ place, statement, rows, lowMs, highMs }) => {
      const where = place === null ? tame(statement).slice(0, 60) : `line ${place.line}`
      return `predicted, not measured: ${where} takes ${formatDuration(lowMs)} to ${formatDuration(highMs)} on ${formatCount(rows)} rows`
    })
}

function untested(entries: readonly Entry[], number: number): readonly string[] {
  return entriesOf(entries, 'trials.covered')
    .filter(({ migration }) => migration === number)
    .flatMap((covered) => covered.untested)
    .map((clause) => clause.replace(/^unknown: /, ''))
}
