import { entriesOf } from '../../model/evidence.ts'
import { isToolsDefault } from '../../model/tools-own.ts'
import { type Count, countsOf, grows, MANY_ROWS } from './counted.ts'
import type { Examined } from './examined.ts'
import { type Statement, standsInTheWay, type Transaction } from './traced.ts'

/** Something that a statement does to a table and that takes longer the more rows that has. */
export interface Work {
  readonly statement: Statement
  readonly relation: string
  /** `rewrites orders`, `reads all rows of orders`. */
  readonly words: string
  /** False where a scan of few rows may be the planner's choice for want of more. */
  readonly certain: boolean
  readonly writesRows: boolean
  /** Transactions in which it did it, where it commits by itself. */
  readonly pieces: number
  readonly seqs: readonly number[]
}

/** Statements whose plan depends on how many rows there are; all others read what they read. */
const PLANNED = /^\s*(with|select|insert|update|delete|merge|copy|values|explain|execute)\b/i
/** Statements of which nobody can see from outside what they run. */
const OPAQUE = /^\s*(do|call)\b/i
const ALL_ROWS = /^\s*(update|delete)\b(?!.*\bwhere\b)/is
const LOCKS_ROWS = /\bfor\s+(no\s+key\s+)?(update|share)\b/i

/** The work of a transaction that grows with tables that were there before, statement by statement. */
export function workIn(examined: Examined, transaction: Transaction): readonly Work[] {
  const rewrites = rewritesIn(examined, transaction)
  const counted = transaction.statements.flatMap((statement) =>
    [...countsOf(examined, statement).values()].flatMap((counts) =>
      isBookkeeping(examined, counts) ? [] : countedWork(examined, statement, counts),
    ),
  )
  // Who rewrites a table reads it: one thing, said once.
  const others = counted.filter(
    ({ statement, relation }) => !rewrites.some((one) => one.statement === statement && one.relation === relation),
  )
  return [...rewrites, ...others]
}

/** A row for each migration, or one that says who is at work: no client reads it, and it never grows with production. */
function isBookkeeping({ fact }: Examined, counts: readonly Count[]): boolean {
  const few = ({ relation, rowsInTable }: Count) => isToolsDefault(relation) && rowsInTable < MANY_ROWS
  return fact.source === 'command' && counts.every(few)
}

/** Whether a statement may have committed in its midst, and so let go of rows that it wrote: an exact trace would tell. */
export function mayCommitInside({ statement, pieces }: Work, { statements }: Transaction): boolean {
  return OPAQUE.test(statement.statement) && statements.length === 1 && !statement.exact && pieces === 1
}

function countedWork(examined: Examined, statement: Statement, counts: readonly Count[]): readonly Work[] {
  const [{ relation }] = counts as readonly [Count, ...Count[]]
  const seqs = counts.flatMap((count) => count.seqs)
  const pieces = Math.max(...counts.map((count) => piecesOf(statement, count)))
  const work = (words: string, certain: boolean, writesRows: boolean): Work => ({
    ...{ statement, relation, words: `${words} of ${relation}${amounts(counts)}`, certain, writesRows, pieces, seqs },
  })
  const written = writing(examined, statement, counts)
  if (written !== 'no') return [work('writes the rows', written === 'yes', true)]
  const read = reading(statement, counts)
  if (read === 'no') return []
  return [work('reads the rows', read === 'yes', LOCKS_ROWS.test(statement.statement))]
}

function reading(statement: Statement, counts: readonly Count[]): 'yes' | 'no' | 'unsure' {
  const growth = grows(counts, ({ rowsRead }) => rowsRead)
  if (growth !== 'unknown') return growth
  if (counts.every(({ scans, rowsRead }) => scans === 0 && rowsRead === 0)) return 'no'
  const text = statement.statement
  if (!PLANNED.test(text) && !OPAQUE.test(text)) return 'yes'
  const [{ relation }] = counts as readonly [Count, ...Count[]]
  return statement.locks.some((lock) => lock.relation === relation && standsInTheWay(lock)) ? 'yes' : 'unsure'
}

function writing(examined: Examined, statement: Statement, counts: readonly Count[]): 'yes' | 'no' | 'unsure' {
  const text = statement.statement
  // What maintains a table, or a view's contents, locks as a whole what it writes, and its lock says how much.
  if (!PLANNED.test(text) && !OPAQUE.test(text)) return 'no'
  if (/^\s*(insert|copy)\b(?!.*\bdo\s+update\b)/is.test(text) || insertsOnly(examined, counts)) return 'no'
  // Batches let go of their rows one by one: what matters is how many rows there are in one.
  const growth = grows(counts, (count) => count.rowsWritten / piecesOf(statement, count))
  if (growth !== 'unknown') return growth
  if (ALL_ROWS.test(text)) return 'yes'
  const half = counts.some(({ rowsInTable, rowsWritten }) => rowsWritten > 1 && rowsWritten >= 0.5 * rowsInTable)
  return half ? 'unsure' : 'no'
}

/** Savepoints take numbers as transactions do, so they are told apart only by what the trace says of a commit. */
function piecesOf({ exact }: Statement, { transactions }: Count): number {
  return exact ? 1 : transactions
}

/** Rows that are new are in nobody's way; a block that only adds some leaves the table so much larger. */
function insertsOnly({ alone }: Examined, counts: readonly Count[]): boolean {
  const own = counts.find(({ filled }) => !filled)
  const survived = alone === undefined ? [] : entriesOf(alone.entries, 'rows.survived').flatMap(({ tables }) => tables)
  const table = survived.find(({ relation }) => relation === own?.relation)
  if (own === undefined || table === undefined || table.after === null || own.rowsWritten === 0) return false
  return table.after - table.before >= own.rowsWritten
}

/** ` (2000 of 2000, 8000 of 8000)`: rows touched of those in the table, at the sizes that were tried. */
function amounts(counts: readonly Count[]): string {
  const said = counts.map(
    ({ rowsInTable, rowsRead, rowsWritten }) => `${Math.max(rowsRead, rowsWritten)} of ${rowsInTable}`,
  )
  return ` (${[...new Set(said)].join(', ')})`
}

/**
 * Files that were replaced although rows are in them. TRUNCATE and DROP replace or remove a file without reading it, and
 * with a table its indexes.
 */
function rewritesIn({ alone }: Examined, { statements, ended }: Transaction): readonly Work[] {
  if (ended === undefined) return []
  const survived = alone === undefined ? [] : entriesOf(alone.entries, 'rows.survived').flatMap(({ tables }) => tables)
  const emptied = survived.filter(({ before, after }) => after === null || (before > 0 && after === 0))
  const truncates = emptied.length > 0 || statements.some(({ statement }) => /\btruncate\b/i.test(statement))
  const kinds = new Map(statements.flatMap(({ locks }) => locks.map(({ relation, relkind }) => [relation, relkind])))
  const isIndex = (relation: string) => /^[iI]$/.test(kinds.get(relation) ?? '')
  // A sequence is one row; ALTER SEQUENCE gives it a new file in no time.
  const isSequence = (relation: string) => kinds.get(relation) === 'S'
  const tables = ended.rewritten.filter(
    (relation) => !isIndex(relation) && !isSequence(relation) && !isToast(relation, kinds.get(relation)),
  )
  // Of what was never seen locked nobody knows the kind: beside a TRUNCATE it is one of its indexes.
  const worked = tables.filter((relation) => !truncated(relation) && (kinds.has(relation) || !truncates))
  const indexes = truncates || tables.length > 0 ? [] : ended.rewritten.filter(isIndex)
  return [...worked, ...indexes].flatMap((relation) => {
    const statement = rewriter(statements, relation)
    const seqs = [ended.seq]
    const words = isIndex(relation) ? `builds the index ${relation} anew` : `rewrites ${relation}`
    return statement === undefined
      ? []
      : [{ ...{ statement, relation, words, certain: true, writesRows: false, pieces: 1, seqs } }]
  })

  function truncated(relation: string): boolean {
    if (emptied.some((table) => table.relation === relation)) return true
    const name = relation.split('.').at(-1) ?? relation
    return statements.some(({ statement }) => /^\s*truncate\b/i.test(statement) && statement.includes(name))
  }
}

function isToast(relation: string, relkind: string | undefined): boolean {
  return relkind === 't' || relation.startsWith('pg_toast.')
}

/** A file is replaced under ACCESS EXCLUSIVE; a statement that is over too soon to be seen with it took the longest. */
function rewriter(statements: readonly Statement[], relation: string): Statement | undefined {
  const takers = statements.filter(({ locks }) =>
    locks.some((lock) => lock.relation === relation && lock.mode === 'AccessExclusiveLock'),
  )
  const longest = statements.toSorted((one, other) => other.endedAt - other.startedAt - (one.endedAt - one.startedAt))
  return takers[0] ?? longest[0]
}
