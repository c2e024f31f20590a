import { type ColumnDigests, digestColumns } from '../database/column-values.ts'
import { narrowRows } from '../database/rows/narrow.ts'
import { repeatedRows } from '../database/rows/repeated.ts'
import { compareRows, digestRows } from '../database/rows.ts'
import { SQLSTATE, sqlstateOf } from '../database/sqlstate.ts'
import type { TableDifference } from '../model/evidence.ts'
import type { NarrowedRows } from '../model/facts-of-rows.ts'
import type { ColumnValues, StairRows } from '../model/facts-of-stairway.ts'
import type { DatabaseAddress } from '../model/stage.ts'

/**
 * What is not in these tables as it was before, down to the columns. `generated` tells whose rows are of our own making.
 */
export async function rowsThatDiffer(
  [before, after]: readonly [DatabaseAddress, DatabaseAddress],
  tables: readonly string[],
  generated: (table: string) => boolean,
): Promise<readonly StairRows[]> {
  if (tables.length === 0) return []
  const digest = await digestRows(before, undefined, { tables })
  const differences = compareRows(digest, await digestRows(after, digest, { tables }))
  const differing = differences.map(({ table }) => table)
  if (differing.length === 0) return []
  const [was, is] = [await digestColumns(before, differing), await digestColumns(after, differing)]
  return await Promise.all(
    differences.map(async (difference): Promise<StairRows> => {
      const { table } = difference
      const columns = columnsThatDiffer(was.get(table), is.get(table))
      const narrowed = await narrow(before, after, table)
      const lost = lostOf(difference, narrowed)
      const common = digest.tables.find((one) => one.table === table)?.columns ?? []
      const doubled = lost === 0 ? await doubledIn([before, after], table, common) : 0
      const told = { ...(narrowed === null ? {} : { narrowed }), ...(doubled > 0 ? { doubled } : {}) }
      return { ...difference, ...told, columns, lost, generated: generated(table) }
    }),
  )
}

const NARROW_LIMIT_MS = 30_000

/** Null where one side has no such table, or where the server takes too long to tell rows apart. */
async function narrow(before: DatabaseAddress, after: DatabaseAddress, table: string): Promise<NarrowedRows | null> {
  try {
    return await narrowRows(before, after, table, { limitMs: NARROW_LIMIT_MS })
  } catch (error) {
    if (sqlstateOf(error) === SQLSTATE.queryCanceled) return null
    throw error
  }
}

/** Rows that are there once more than before, to the last column: no key forbids it, and no query tells them apart again. */
async function doubledIn(
  [before, after]: readonly [DatabaseAddress, DatabaseAddress],
  table: string,
  columns: readonly string[],
): Promise<number> {
  const repeated = await repeatedRows(after, table, columns)
  return repeated === 0 ? 0 : repeated - (await repeatedRows(before, table, columns))
}

/** Null where nobody could tell rows that went from those that came. */
export function lostOf({ rowsBefore, rowsAfter }: TableDifference, narrowed: NarrowedRows | null): number | null {
  if (rowsBefore === null) return 0
  if (rowsAfter === null) return rowsBefore
  if (narrowed?.complete === true) return narrowed.missing + narrowed.changed
  return rowsAfter < rowsBefore ? rowsBefore - rowsAfter : null
}

function columnsThatDiffer(was: ColumnDigests | undefined, is: ColumnDigests | undefined): readonly ColumnValues[] {
  return [...(was ?? [])].flatMap(([column, before]) => {
    const after = is?.get(column)
    if (after?.digest === before.digest) return []
    return [{ column, before: before.values, after: after?.values ?? 0 }]
  })
}
