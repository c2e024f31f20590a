import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import { placeOf } from '../statement.ts'
import type { Examined, Trial } from './examined.ts'
import type { Statement } from './traced.ts'

type Counted = EntryOf<'work.counted'>

/** What one statement did to one table in one trial. */
export interface Count {
  readonly relation: string
  readonly filled: boolean
  readonly rowsInTable: number
  readonly scans: number
  readonly rowsRead: number
  readonly rowsWritten: number
  /** That it ended itself while it ran, at least one. */
  readonly transactions: number
  readonly seqs: readonly number[]
}

/** From so many rows on a plan is chosen as it is in production, and half of a table is no small change. */
export const MANY_ROWS = 1_000

/** Every table that a statement read or wrote, with its counts alone and on filled tables. */
export function countsOf({ trials }: Examined, statement: Statement): ReadonlyMap<string, readonly Count[]> {
  const counts = trials
    .filter(({ scenario, ended }) => scenario === 'alone' || (scenario === 'filled' && ended?.outcome === 'completed'))
    .flatMap((trial) => countsIn(trial, statement))
  return Map.groupBy(counts, ({ relation }) => relation)
}

/** Statements of one line are counted together, and so is a line that runs several times. */
function countsIn(trial: Trial, statement: Statement): readonly Count[] {
  const own = entriesOf(trial.entries, 'work.counted').filter((counted) => sameStatement(counted, statement))
  return [...Map.groupBy(own, ({ relation }) => relation)].map(([relation, counts]) => ({
    relation,
    filled: trial.scenario === 'filled',
    rowsInTable: Math.max(...counts.map(({ rowsInTable }) => rowsInTable)),
    scans: sum(counts.map(({ scans }) => scans)),
    rowsRead: sum(counts.map(({ rowsRead }) => rowsRead)),
    rowsWritten: sum(counts.map(({ rowsWritten }) => rowsWritten)),
    transactions: Math.max(...counts.map(({ transactions }) => transactions ?? 1)),
    seqs: counts.map(({ seq }) => seq),
  }))
}

function sameStatement({ place, index }: Counted, statement: Statement): boolean {
  if (place !== null && statement.place !== null) return placeOf(place) === placeOf(statement.place)
  return place === statement.place && index === statement.index
}

/**
 * Whether an amount grows with the table: between two sizes where there are two, else by how much of many rows it is.
 * `unknown` where the table never had many.
 */
export function grows(counts: readonly Count[], amount: (count: Count) => number): 'yes' | 'no' | 'unknown' {
  const many = counts.filter(({ rowsInTable }) => rowsInTable >= MANY_ROWS)
  const filled = counts.filter((count) => count.filled).toSorted((one, other) => one.rowsInTable - other.rowsInTable)
  const [small, large] = [filled[0], filled.at(-1)]
  const own = many.find((count) => !count.filled)
  const ownHalf = own !== undefined && isHalf(own, amount)
  if (small !== undefined && large !== undefined && isPair(small, large)) {
    const [less, more] = [amount(small), amount(large)]
    if (more >= 2 * less && more >= 0.1 * large.rowsInTable) return 'yes'
    // The same few rows whatever the table's size: half of our own table is then a coincidence of its size.
    const constant = more > 0 && own !== undefined && amount(own) <= 2 * more
    return ownHalf && !constant ? 'yes' : 'no'
  }
  if (many.length === 0) return 'unknown'
  return many.some((count) => isHalf(count, amount)) ? 'yes' : 'no'
}

/** Tables that have more rows of their own are not filled further, and then both sizes are one. */
function isPair(small: Count, large: Count): boolean {
  return large.rowsInTable >= MANY_ROWS && large.rowsInTable >= 2 * small.rowsInTable
}

function isHalf(count: Count, amount: (count: Count) => number): boolean {
  return amount(count) >= 0.5 * count.rowsInTable
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
