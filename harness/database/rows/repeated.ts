import type { DatabaseAddress } from '../../model/stage.ts'
import { rowHash } from './hash.ts'
import { listTables } from './list.ts'
import { openSnapshot } from './snapshot.ts'

/**
 * How many rows of a table are another one over again, in all the given columns together: none where there is a key, and
 * none in a table that is not there. Columns that are not there are passed over.
 */
export async function repeatedRows(
  address: DatabaseAddress,
  table: string,
  columns: readonly string[],
): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const { first } = await openSnapshot(address, stack)
  const [found] = await listTables(first, [table])
  if (found === undefined || found.unpopulated === true) return 0
  const hashed = { columns: found.columns.filter((column) => columns.includes(column)), families: found.families }
  let repeated = 0
  for (const { sql } of found.parts) {
    const [row] = await first.query<{ repeated: number }>(
      `SELECT count(*) - count(DISTINCT r) AS repeated FROM (SELECT ${rowHash(found, hashed)} AS r FROM ${sql} OFFSET 0) AS t`,
    )
    repeated += row?.repeated ?? 0
  }
  return repeated
}
