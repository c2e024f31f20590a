import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import type { Table } from './table.ts'
import { type Manner, mannerOf } from './text.ts'

/** About as many of the rows there are serve as the pattern. */
const MOST = 1_000

/** Rows that are there already: joined as `p`, they lend their values to new ones. */
export interface Pattern {
  readonly rows: number
  readonly join: string
  readonly columns: ReadonlyMap<string, Seen>
}

/** What a column of the pattern holds. */
export interface Seen {
  readonly distinct: boolean
  /** How many different values there are. */
  readonly values: number
  readonly manner: Manner | null
}

/** The column's value of the pattern's row. */
export function patterned(column: string): string {
  return `p.${identifier(column)}`
}

/** Takes the pattern of a table into a temporary table that lives as long as the transaction; null where no row is. */
export async function takePattern(session: Session, { sql, columns }: Table, have: number): Promise<Pattern | null> {
  // The oldest rows are often all of one kind; the same seed gives the same sample again.
  const sample = have <= 2 * MOST ? '' : `TABLESAMPLE BERNOULLI (${(100 * MOST) / have}) REPEATABLE (7)`
  await session.run(
    `CREATE TEMPORARY TABLE "fulldress pattern" ON COMMIT DROP AS
     SELECT row_number() OVER () - 1 AS "fulldress n", t.* FROM (SELECT * FROM ${sql} ${sample} LIMIT ${2 * MOST}) AS t`,
  )
  const [counted] = await session.query<{ rows: number }>('SELECT count(*) AS rows FROM pg_temp."fulldress pattern"')
  const rows = counted?.rows ?? 0
  if (rows === 0) return null
  const seen = new Map<string, Seen>()
  for (const { name, type } of columns) {
    const column = identifier(name)
    const [row] = await session.query<{ values: number; present: number; manner: Manner | null }>(
      `SELECT count(DISTINCT ${column}::text) AS values, count(${column}) AS present,
              ${type.category === 'S' ? mannerOf(column) : 'NULL'} AS manner
       FROM pg_temp."fulldress pattern"`,
    )
    const values = row?.values ?? 0
    seen.set(name, { distinct: values === rows && row?.present === rows, values, manner: row?.manner ?? null })
  }
  const join = `LEFT JOIN pg_temp."fulldress pattern" AS p ON p."fulldress n" = g.i % ${rows}`
  return { rows, join, columns: seen }
}
