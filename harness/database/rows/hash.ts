import { hashable, retyped } from './form.ts'
import type { Table } from './table.ts'

/** What of a table is hashed: columns in the order given, each in the family that it had when it was first digested. */
export interface Hashed {
  readonly columns: readonly string[]
  readonly families: Readonly<Record<string, string>>
}

/** Columns that are of another type than then, and so are compared as text. */
export function columnsAsText(table: Pick<Table, 'families'>, { columns, families }: Hashed): readonly string[] {
  return columns.filter((column) => families[column] !== '*' && families[column] !== table.families[column])
}

/**
 * SQL for the hash of a row: one 64-bit number made of each column's value and place.
 *
 * hash_record_extended adds up its columns' hashes, each times a power of 31. Sums of such numbers cannot tell which
 * values stood together in a row; whoever adds them up has to mix them first (`MIXED`).
 */
export function rowHash(table: Pick<Table, 'families'>, hashed: Hashed): string {
  const asText = new Set(columnsAsText(table, hashed))
  const misfits: string[] = []
  const values = hashed.columns.map((column) => {
    const family = hashed.families[column] ?? '*'
    if (!asText.has(column)) return hashable(column, family)
    const { value, misfit } = retyped(column, family)
    if (misfit !== null) misfits.push(misfit)
    return value
  })
  if (values.length === 0) return '0::bigint'
  return `(${[`hash_record_extended(ROW(${values.join(', ')}), 0)`, ...misfits].join(' # ')})`
}

/** Of a row's hash `r`, what depends on its columns together: swapping two values between rows changes its sum. */
export const MIXED = 'hashint8extended(r, 7)'

/** What rows are summed up to, from their hashes `r`: `rows`, and both sums as text, null over no rows. */
export const SUMS = `count(*) AS rows, sum(r)::text AS plain, sum(${MIXED})::text AS mixed`
