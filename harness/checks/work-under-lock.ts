import { formatDuration } from '../model/duration.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { spellLockMode } from '../model/lock-mode.ts'
import type { Check } from './check.ts'
import { causeOf } from './migration-stalls-clients.ts'
import { rule } from './rule.ts'
import { missingTrials } from './trials/due.ts'
import { type Examined, onMigrations } from './trials/examined.ts'
import { stillHolding } from './trials/savepoints.ts'
import { stallsOf } from './trials/stall.ts'
import {
  type Statement,
  samePlace,
  standsInTheWay,
  strengthOf,
  subjectOf,
  type Transaction,
  tracedIn,
} from './trials/traced.ts'
import { mayCommitInside, type Work, workIn } from './trials/work.ts'
import { few, plural, wholeMs } from './wording.ts'

export const workUnderLock: Check = {
  id: 'work-under-lock',
  gating: true,
  act: 'probes',
  asks: 'Does a migration do work that grows with a table while it holds a lock that stops clients?',
  why: 'On a few rows everything is fast. A rewrite, a scan, an index build or an UPDATE of all rows takes as long as the table is large, and every lock that the transaction has taken by then is kept until its end: the quick ALTER TABLE before it, or the rows that it has written.',
  remedy:
    'Take the lock last and for a moment only: CREATE INDEX CONCURRENTLY, constraints NOT VALID and VALIDATE in a later transaction, UNIQUE USING INDEX, new columns filled in batches of some thousand rows in transactions of their own. Where the tables are small in production too, say how many rows they have with --rows.',
  judge: onMigrations((migrations) => {
    const transactions = migrations.flatMap(({ alone }) => tracedIn(alone))
    return rule({
      findings: migrations.flatMap((examined) => findings(examined)),
      missing: migrations.flatMap((examined) => missingTrials(examined, [])),
      settledBy: 'a run that traces each migration alone to its end',
      passed: `no work that grows with a table under a lock that stops clients, in ${plural(transactions.length, 'transaction')}`,
    })
  }),
}

/** Work of one transaction, and the statement whose lock makes it harmful. */
interface Harm {
  readonly transaction: Transaction
  readonly work: Work
  readonly taker: Statement
  /** Null where only the rows that it writes or locks are in the way. */
  readonly lock: Statement['locks'][number] | null
  readonly certain: boolean
}

function findings(examined: Examined): readonly Finding[] {
  const harms = tracedIn(examined.alone).flatMap((transaction) =>
    workIn(examined, transaction).flatMap((work) => harmOf(transaction, work) ?? []),
  )
  const causes = Map.groupBy(harms, ({ taker }) => subjectOf(taker))
  return [...causes].map(([subject, of]) => finding(examined, subject, of))
}

/**
 * What works CONCURRENTLY does so in transactions of its own that stop nobody. It takes the strong lock on its index when
 * the work is done, for a moment. https://www.postgresql.org/docs/current/sql-reindex.html
 */
const CONCURRENTLY = /^\s*(create|drop|reindex|alter)\b.*\bconcurrently\b/is

/** Work is harmless as long as the transaction holds nothing that anybody waits for. */
function harmOf(transaction: Transaction, work: Work): Harm | null {
  const { statement, relation, certain } = work
  const until = stillHolding(transaction.statements.filter(({ index }) => index <= statement.index))
  const inTheWay = (one: Statement, of?: string) =>
    one.locks
      .filter((lock) => standsInTheWay(lock) && (of === undefined || lock.relation === of))
      .toSorted(strongest)[0]
  if (CONCURRENTLY.test(statement.statement)) return null
  const takers = [statement, ...until.filter((one) => inTheWay(one, relation) !== undefined), ...until]
  for (const taker of takers) {
    const lock = inTheWay(taker, relation) ?? inTheWay(taker)
    if (lock !== undefined) return { transaction, work, taker, lock, certain }
  }
  // VACUUM FULL and the like let go of their lock before anybody can read it; a new file is proof of it.
  const replaced = { relation, relkind: 'r', mode: 'AccessExclusiveLock', existed: true }
  if (/^rewrites/.test(work.words)) return { transaction, work, taker: statement, lock: replaced, certain }
  if (!work.writesRows) return null
  return { transaction, work, taker: statement, lock: null, certain: certain && !mayCommitInside(work, transaction) }
}

function strongest(one: Statement['locks'][number], other: Statement['locks'][number]): number {
  return strengthOf(other.mode) - strengthOf(one.mode)
}

function finding(examined: Examined, subject: string, harms: readonly Harm[]): Finding {
  const [worst] = harms as readonly [Harm, ...Harm[]]
  const { severity, words, limit } = weigh(examined, subject, harms)
  return {
    check: workUnderLock.id,
    severity,
    subject,
    summary: `${lockWords(worst)} ${few([...new Set(harms.map(workWords))], 3, '; ')}${words}`,
    remedy: workUnderLock.remedy,
    ...limit,
    evidence: [...new Set(harms.flatMap(({ taker, work }) => [taker.seq, work.statement.seq, ...work.seqs]))],
  }
}

function lockWords({ lock, transaction: { ended } }: Harm): string {
  if (lock === null) return 'keeps the locks of all rows to the end of its transaction:'
  const outcome = ended?.outcome === 'rolled-back' ? ' (rolled back here)' : ''
  return `holds ${spellLockMode(lock.mode)} on ${lock.relation} to the end of its transaction${outcome}:`
}

function workWords({ work, taker }: Harm): string {
  return work.statement === taker ? `it ${work.words}` : `${subjectOf(work.statement)} ${work.words}`
}

interface Weight {
  readonly severity: Severity
  readonly words: string
  readonly limit: Pick<Finding, 'measured' | 'limit'>
}

/** A measured stall of the same cause says it better; a prediction below the limit at production's rows takes it back. */
function weigh(examined: Examined, subject: string, harms: readonly Harm[]): Weight {
  const { stallLimitMs, productionRows } = examined.fact
  const predicted = predictionFor(examined, harms)
  const limit =
    predicted === null ? {} : { measured: { predictedMs: Math.round(predicted) }, limit: { predictedMs: stallLimitMs } }
  const at =
    predicted === null
      ? ''
      : `; at ${productionRows} rows this is predicted to take up to ${formatDuration(predicted)} (limit ${wholeMs(stallLimitMs)})`
  if (predicted !== null && predicted <= stallLimitMs) return { severity: 'note', words: at, limit }
  const felt = stallsOf(examined).some(
    (stall) => !stall.excused && stall.fact.lock?.granted === true && causeOf(examined, stall) === subject,
  )
  if (felt) return { severity: 'note', words: `${at}; of one cause with migration-stalls-clients`, limit }
  if (harms.some(({ certain }) => certain)) return { severity: 'blocker', words: at, limit }
  return { severity: 'concern', words: `${at}; with so few rows it cannot be told whether it would grow`, limit }
}

/** The longest that all working statements may take together at production's rows; null where one has no prediction. */
function predictionFor({ fact, entries }: Examined, harms: readonly Harm[]): number | null {
  if (fact.productionRows === null) return null
  const predictions = entriesOf(entries, 'duration.predicted')
  const statements = [...new Set(harms.map(({ work }) => work.statement))]
  const highs = statements.map((statement) => {
    const own = predictions.filter(({ place, ...said }) =>
      place === null || statement.place === null
        ? said.statement === statement.statement
        : samePlace(place, statement.place),
    )
    return own.length === 0 ? null : own.reduce((sum, { highMs }) => sum + highMs, 0)
  })
  return highs.reduce((sum: number | null, high) => (sum === null || high === null ? null : sum + high), 0)
}
