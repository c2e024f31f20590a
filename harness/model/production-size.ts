import { formatCount } from './duration.ts'
import { type Entry, entriesOf } from './evidence.ts'

/** A quarter more is within what the buffer is for, as it is within the margin of any predicted duration. */
const ABOUT_AS_LARGE = 1.25

/** A table of which production has more than the copy. */
interface LargerTable {
  readonly table: string
  readonly inProduction: number
  readonly inCopy: number
}

/** Whether a profile told how large production's tables are; without one nobody knows. */
export function productionIsKnown(entries: readonly Entry[]): boolean {
  return entriesOf(entries, 'production.read').length > 0
}

/** The tables, of those named or else of all, that hold more rows in production than the copy did; most rows first. */
export function largerInProduction(
  entries: readonly Entry[],
  tables: readonly string[] | null,
): readonly LargerTable[] {
  const production = entriesOf(entries, 'production.read').at(-1)?.tables ?? []
  const copy = rowsInCopy(entries)
  return production
    .filter(({ table }) => tables === null || tables.includes(table))
    .flatMap(({ table, rows }) => (rows === null ? [] : [{ table, inProduction: rows, inCopy: copy.get(table) ?? 0 }]))
    .filter(({ inProduction, inCopy }) => inProduction > inCopy * ABOUT_AS_LARGE)
    .toSorted((one, other) => other.inProduction - one.inProduction)
}

/** Autovacuum analyses whatever so many rows of were written, so a table without an estimate has hardly more. */
const SURELY_ANALYSED = 50

/**
 * Those of the named tables (null: of all) whose size in production nobody knows: the profile does not name them, or they
 * were never analysed there, and the copy's are too large to take that for a small one. A profile is needed for that.
 */
export function unknownInProduction(entries: readonly Entry[], tables: readonly string[] | null): readonly string[] {
  const production = entriesOf(entries, 'production.read').at(-1)?.tables ?? null
  if (production === null) return []
  const known = new Set(production.flatMap(({ table, rows }) => (rows === null ? [] : [table])))
  return [...rowsInCopy(entries)]
    .filter(([table, rows]) => rows >= SURELY_ANALYSED && !known.has(table))
    .flatMap(([table]) => (tables === null || tables.includes(table) ? [table] : []))
}

function rowsInCopy(entries: readonly Entry[]): ReadonlyMap<string, number> {
  return new Map(entriesOf(entries, 'seed.table').map(({ table, rows }) => [table, rows]))
}

/** `orders has 40 M rows in production and 1.2 M in the copy`. */
export function largerInWords([first, ...others]: readonly LargerTable[]): string {
  if (first === undefined) return 'production is as large as the copy'
  const more = others.length === 0 ? '' : `, and ${others.length} more tables are larger there`
  const { table, inProduction, inCopy } = first
  return `${table} has ${formatCount(inProduction)} rows in production and ${formatCount(inCopy)} in the copy${more}`
}
