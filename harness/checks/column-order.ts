import { orderInWords, readableName } from '../model/catalog-difference.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { ColumnOrderDifference } from '../model/facts-of-comparison.ts'
import type { Finding } from '../model/finding.ts'

/** Tables named one by one; the journal has them all. */
const MOST = 40

/** Columns that moved and nothing more: news, and no loss. One finding per table, however often it was seen. */
export function columnOrderFindings(compared: readonly EntryOf<'catalog.compared'>[]): readonly Finding[] {
  const tables = Map.groupBy(
    compared.flatMap(({ seq, columnOrder = [] }) => columnOrder.map((difference) => ({ seq, difference }))),
    ({ difference }) => difference.table,
  )
  return [...tables.values()].slice(0, MOST).flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          finding(
            first.difference,
            [first, ...others].map(({ seq }) => seq),
          ),
        ],
  )
}

/** Nobody can tell from the catalog what a program asks for by position; what is recorded there is another matter. */
function finding(difference: ColumnOrderDifference, evidence: readonly number[]): Finding {
  const { table, was, is, rowTypeUsedBy } = difference
  const users =
    rowTypeUsedBy === null
      ? 'no query by name can tell; whether anything reads SELECT *, or writes INSERT or COPY without columns, is unknown'
      : `no query by name can tell, but its rows are taken by position in ${inPublic(rowTypeUsedBy)}`
  return {
    check: 'rollback-restores-schema',
    severity: rowTypeUsedBy === null ? 'note' : 'concern',
    subject: `column order of ${table}`,
    summary: `${orderInWords(difference)}; ${users}`,
    remedy:
      'A column that was dropped comes back last. Keep it until there is no way back any more, or see that nothing takes columns by position.',
    measured: { order: is },
    limit: { order: was },
    evidence,
  }
}

function inPublic(objects: string): string {
  return objects.split(', ').map(readableName).join(', ')
}
