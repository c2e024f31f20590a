import { identifier } from '../naming.ts'
import type { Session } from '../session.ts'
import type { ForeignKey, Table } from './table.ts'

/**
 * Gives rows that refer to nobody a parent: those of a cycle, whose parents came after them. Where there is none, they
 * go. Answers why, null where all is well.
 */
export async function mendReferences(
  session: Session,
  table: Table,
  orphaned: readonly ForeignKey[],
): Promise<string | null> {
  for (const foreignKey of orphaned) {
    await session.run(mendSql(table, foreignKey))
    if (!(await dangles(session, table, foreignKey))) continue
    await session.run(`DELETE FROM ${table.sql} AS c WHERE ${dangling(foreignKey)}`)
    return `${foreignKey.columns.join(', ')} must refer to ${foreignKey.parentSql}, which has no row for it`
  }
  return null
}

async function dangles(session: Session, { sql }: Table, foreignKey: ForeignKey): Promise<boolean> {
  const [row] = await session.query(`SELECT FROM ${sql} AS c WHERE ${dangling(foreignKey)} LIMIT 1`)
  return row !== undefined
}

function dangling({ columns, parentColumns, parentSql }: ForeignKey): string {
  const present = columns.map((column) => `c.${identifier(column)} IS NOT NULL`)
  const match = columns.map((column, at) => `p.${identifier(parentColumns[at] ?? '')} = c.${identifier(column)}`)
  return `${present.join(' AND ')} AND NOT EXISTS (SELECT FROM ${parentSql} AS p WHERE ${match.join(' AND ')})`
}

function mendSql({ sql }: Table, foreignKey: ForeignKey): string {
  const { columns, parentColumns, parentSql } = foreignKey
  const set = columns.map((column, at) => `${identifier(column)} = k.${identifier(parentColumns[at] ?? '')}`)
  return `
    WITH k AS MATERIALIZED (SELECT row_number() OVER () - 1 AS n, count(*) OVER () AS of, p.* FROM ${parentSql} AS p),
         d AS MATERIALIZED (SELECT c.tableoid AS t, c.ctid AS at, row_number() OVER () AS n FROM ${sql} AS c WHERE ${dangling(foreignKey)})
    UPDATE ${sql} AS c SET ${set.join(', ')}
    FROM d JOIN k ON k.n = d.n % k.of WHERE c.tableoid = d.t AND c.ctid = d.at`
}
