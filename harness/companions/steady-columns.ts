import { LARGE_OBJECTS } from '../database/rows/large-objects.ts'
import type { TableRows } from '../database/rows.ts'
import type { Session } from '../database/session.ts'

/**
 * The columns of a table that hold the same values, in any order, in both databases. Large objects are numbered by the
 * server, and otherwise in each database.
 */
export async function steadyColumns(
  sessions: readonly [Session, Session],
  { table, columns }: TableRows,
): Promise<readonly string[]> {
  if (table === LARGE_OBJECTS) return columns.filter((column) => column !== 'oid')
  const sums = columns.map((column, at) => `sum(hashtextextended(${column}::text, 0)::numeric)::text AS c${at}`)
  if (sums.length === 0) return []
  const [one, other] = await Promise.all(
    sessions.map((session) => session.query<Record<string, string | null>>(`SELECT ${sums.join(', ')} FROM ${table}`)),
  )
  return columns.filter((_, at) => one?.[0]?.[`c${at}`] === other?.[0]?.[`c${at}`])
}
