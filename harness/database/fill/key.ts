import type { Column } from './column.ts'
import { keyColumns } from './partition.ts'
import type { Pool } from './pool.ts'
import type { Table } from './table.ts'
import { room } from './value.ts'

/** What gets its value from one number: a column, or the columns of a foreign key together. */
interface Unit {
  readonly id: string
  readonly columns: readonly string[]
  readonly room: number
  /** Lower is sooner asked to tell rows apart. */
  readonly rank: number
}

/** SQL of the number that each column, or pool by its alias, takes its value from; what is not named takes the row's. */
export interface Numbering {
  readonly numbers: ReadonlyMap<string, string>
  /** Columns whose values must differ from row to row. */
  readonly distinct: ReadonlySet<string>
}

/**
 * Makes rows differ in every unique key: by one column that has room for all rows, else by counting through the
 * combinations of several, as the digits of a number do.
 */
export function numberKeys(table: Table, pools: readonly Pool[], { i, rows }: { i: string; rows: number }): Numbering {
  const units = unitsOf(table, pools)
  const numbers = new Map<string, string>()
  const distinct = new Set<string>()
  for (const { columns } of table.uniques) {
    const own = units
      .filter((unit) => unit.columns.some((column) => columns.includes(column)))
      .toSorted((one, other) => one.rank - other.rank)
    if (own.some(({ id }) => distinct.has(id))) continue
    const roomy = own.find((unit) => unit.room >= rows && !numbers.has(unit.id))
    if (roomy !== undefined) {
      distinct.add(roomy.id)
      continue
    }
    let below = 1
    for (const unit of own.filter(({ id }) => !numbers.has(id)).toSorted((one, other) => one.room - other.room)) {
      numbers.set(unit.id, `(1 + ((${i} - 1) / ${below}) % ${unit.room})`)
      below *= Math.max(1, unit.room)
      if (below >= rows) break
    }
  }
  return { numbers, distinct }
}

function unitsOf(table: Table, pools: readonly Pool[]): readonly Unit[] {
  const referring = new Set(pools.flatMap(({ foreignKey }) => foreignKey.columns))
  const bounded = keyColumns(table.bounds)
  return [
    ...table.columns
      .filter(({ name }) => !referring.has(name))
      .map((column) => ({
        id: column.name,
        columns: [column.name],
        room: room(column),
        rank: rankOf(column, bounded),
      })),
    // A foreign key into the table itself takes what there is, and is not counted on.
    ...pools.map(({ foreignKey, alias, rows }) => ({
      id: alias,
      columns: foreignKey.columns,
      room: Math.max(1, rows),
      rank: 5,
    })),
  ]
}

function rankOf({ name, sequence, type }: Column, bounded: ReadonlySet<string>): number {
  if (bounded.has(name)) return 6
  if (sequence !== null) return 0
  if (type.category === 'S' || type.category === 'N' || type.name === 'uuid') return 1
  return type.category === 'D' ? 2 : 3
}
