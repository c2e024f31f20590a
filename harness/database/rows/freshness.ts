import type { Session } from '../session.ts'
import { type Hashed, rowHash, SUMS } from './hash.ts'
import type { Table } from './table.ts'

/** So long a materialised view's query may take; what takes longer is not taken for fresh. */
const LIMIT_MS = 60_000

/**
 * Whether a materialised view holds exactly what its query gives at this moment, by a digest of its rows. A refresh
 * loses nothing: where the rows beneath are not as they were, their own tables tell. The transaction goes on.
 */
export async function isFresh(session: Session, { query, ...table }: Table, hashed: Hashed, digest: string) {
  if (query === undefined) return false
  await session.run(`SAVEPOINT fresh; SET LOCAL statement_timeout = ${LIMIT_MS}`)
  try {
    const [now] = await session.query<{ plain: string | null; mixed: string | null }>(
      `SELECT ${SUMS} FROM (SELECT ${rowHash(table, hashed)} AS r FROM (${query}) AS v OFFSET 0) AS t`,
    )
    return digest === `${now?.plain ?? 0} ${now?.mixed ?? 0}`
  } catch {
    // A query that fails, writes or takes too long cannot vouch for the view.
    return false
  } finally {
    await session.run('ROLLBACK TO SAVEPOINT fresh')
  }
}
