import { type ColumnDigests, digestColumns } from '../database/column-values.ts'
import { compareRows, digestRows } from '../database/rows.ts'
import type { TableDifference } from '../model/evidence.ts'
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
  return differences.map((difference) => {
    const { table } = difference
    const columns = columnsThatDiffer(was.get(table), is.get(table))
    return { ...difference, columns, lost: lostOf(difference), generated: generated(table) }
  })
}

/** Null where as many or more are there afterwards: then nobody has looked which. */
function lostOf({ rowsBefore, rowsAfter }: TableDifference): number | null {
  if (rowsBefore === null) return 0
  if (rowsAfter === null) return rowsBefore
  return rowsAfter < rowsBefore ? rowsBefore - rowsAfter : null
}

function columnsThatDiffer(was: ColumnDigests | undefined, is: ColumnDigests | undefined): readonly ColumnValues[] {
  return [...(was ?? [])].flatMap(([column, before]) => {
    const after = is?.get(column)
    if (after?.digest === before.digest) return []
    return [{ column, before: before.values, after: after?.values ?? 0 }]
  })
}
