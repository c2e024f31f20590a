import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import type { ForeignKey, Table } from './table.ts'

/** Parents that are few enough to be joined to every row, where a parent may have many children. */
const MOST = 10_000

/** Keys of parents for one foreign key: joined as `f0`, `f1`… they give each row a parent that exists. */
export interface Pool {
  readonly foreignKey: ForeignKey
  readonly alias: string
  readonly rows: number
  /** Columns that an earlier foreign key has given a value, which this one must agree with. */
  readonly shared: readonly string[]
  /** Each parent has one child at most, so one that has it already is not in the pool. */
  readonly single: boolean
}

/** A value of the pool's parent, for the child's column. */
export function pooled({ alias }: Pick<Pool, 'alias'>, column: string): string {
  return `${alias}.${identifier(column)}`
}

/** Takes keys of the parents into temporary tables; a foreign key whose parent has no row has an empty pool. */
export async function takePools(
  session: Session,
  table: Table,
  { rows, have }: { readonly rows: number; readonly have: number },
): Promise<readonly Pool[]> {
  const pools: Pool[] = []
  const given = new Set<string>()
  for (const [at, foreignKey] of table.foreignKeys.entries()) {
    if (foreignKey.columns.every((column) => given.has(column))) continue
    const shared = foreignKey.columns.filter((column) => given.has(column))
    const single = table.uniques.some(({ columns }) => sameSet(columns, foreignKey.columns))
    const few = single || table.uniques.some(({ columns }) => foreignKey.columns.some((one) => columns.includes(one)))
    const pool = { foreignKey, alias: `f${at}`, shared, single }
    const count = await takePool(session, table, { ...pool, most: few ? rows : Math.min(rows, MOST) })
    // What nothing declares must not keep the table small.
    if (foreignKey.implied && (count === 0 || (single && count < rows - have))) continue
    pools.push({ ...pool, rows: count })
    for (const column of foreignKey.columns) given.add(column)
  }
  return pools
}

async function takePool(
  session: Session,
  { sql }: Table,
  { foreignKey, alias, shared, single, most }: Omit<Pool, 'rows'> & { readonly most: number },
): Promise<number> {
  const { columns, parentColumns, parentSql } = foreignKey
  const keys = columns.map((column, at) => `t.${identifier(parentColumns[at] ?? '')} AS ${identifier(column)}`)
  const present = parentColumns.map((column) => `t.${identifier(column)} IS NOT NULL`)
  const match = columns.map((column, at) => `c.${identifier(column)} = t.${identifier(parentColumns[at] ?? '')}`)
  const free = single ? [`NOT EXISTS (SELECT FROM ${sql} AS c WHERE ${match.join(' AND ')})`] : []
  const agreed = shared.length === 0 ? '' : `PARTITION BY ${shared.map(identifier).join(', ')}`
  const name = `"fulldress pool ${alias}"`
  await session.run(
    `CREATE TEMPORARY TABLE ${name} ON COMMIT DROP AS
     SELECT row_number() OVER (${agreed}) - 1 AS "fulldress n", count(*) OVER (${agreed}) AS "fulldress of", k.*
     FROM (SELECT ${keys.join(', ')} FROM ${parentSql} AS t WHERE ${[...present, ...free].join(' AND ')} LIMIT ${most}) AS k;
     ANALYZE pg_temp.${name}`,
  )
  const [counted] = await session.query<{ rows: number }>(`SELECT count(*) AS rows FROM pg_temp.${name}`)
  return counted?.rows ?? 0
}

/** Joins a pool by its position; `n` counts from 1. Where each parent may be used once, the pool simply runs out. */
export function joinPool(pool: Pool, pools: readonly Pool[], n: string): string {
  const { alias, rows, shared, single } = pool
  const agreed = shared.map((column) => {
    const other = pools.find((one) => one !== pool && one.foreignKey.columns.includes(column))
    return `${pooled(pool, column)} = ${pooled(other ?? pool, column)}`
  })
  const position = single ? `(${n}) - 1` : `((${n}) - 1) % ${shared.length > 0 ? `${alias}."fulldress of"` : rows}`
  const on = [`${alias}."fulldress n" = ${position}`, ...agreed]
  return `LEFT JOIN pg_temp."fulldress pool ${alias}" AS ${alias} ON ${on.join(' AND ')}`
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name))
}
