import type { TableDifference } from '../model/evidence.ts'
import type { NarrowedRows, RowChange, RowExample } from '../model/facts-of-rows.ts'
import { few, plural } from './wording.ts'

const MOST_KEYS = 5

/** What became of a table's rows, as one sentence: `3 of 812,044 rows differ in amount_cents: id 17, 512, 90211`. */
export function rowsInWords(difference: TableDifference): string {
  const { narrowed, columnsLost = [], columnsAsText = [], rowsBefore } = difference
  const lost = columnsLost.length === 0 ? [] : [columnsInWords(columnsLost, rowsBefore)]
  const told = narrowed === undefined ? [] : narrowedInWords(narrowed, rowsBefore ?? 0)
  const counted = lost.length + told.length === 0 ? [countsInWords(difference)] : []
  const asText = columnsAsText.length === 0 ? [] : [asTextInWords(columnsAsText)]
  return [...lost, ...told, ...counted, ...asText].join('; ')
}

function columnsInWords(columns: readonly string[], rowsBefore: number | null): string {
  const rows = plural(rowsBefore ?? 0, 'row')
  return columns.length === 1
    ? `column ${columns[0]} is gone after up and down, and with it what ${rows} held there`
    : `columns ${few(columns)} are gone after up and down, and with them what ${rows} held there`
}

function narrowedInWords(narrowed: NarrowedRows, rowsBefore: number): readonly string[] {
  const { changed, missing, added, columns } = narrowed
  const least = narrowed.complete ? '' : 'at least '
  const of = (count: number) => `${least}${count.toLocaleString('en-US')} of ${ofRows(rowsBefore)}`
  const where = columns.length === 0 ? '' : ` in ${few(columns)}`
  return [
    ...(changed === 0
      ? []
      : [`${of(changed)} ${changed === 1 ? 'differs' : 'differ'}${where}${keys(narrowed, 'changed')}`]),
    ...(missing === 0 ? [] : [`${of(missing)} ${missing === 1 ? 'is' : 'are'} gone${keys(narrowed, 'missing')}`]),
    ...(added === 0
      ? []
      : [
          `${least}${ofRows(added)} ${added === 1 ? 'is' : 'are'} there that ${added === 1 ? 'was' : 'were'} not${keys(narrowed, 'added')}`,
        ]),
    ...(narrowed.key.length > 0 || missing + added === 0 ? [] : ['the table has no key to tell its rows by']),
  ]
}

function ofRows(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`
}

/** `: id 17, 512`; `: (tenant, id) (4, 17), (4, 512)`. */
function keys({ key, examples, ...counts }: NarrowedRows, change: RowChange): string {
  const told = examples
    .filter((example) => example.change === change)
    .map((example) => `${tuple(example.key)}${values(example)}`)
  if (key.length === 0 || told.length === 0) return ''
  return `: ${tuple(key)} ${few(told, MOST_KEYS, ', ', counts[change])}`
}

/** ` (amount_cents 119 → 120)`, for columns whose values may be told. */
function values({ columns }: RowExample): string {
  const told = columns.flatMap(({ column, was, is }) =>
    was === undefined || is === undefined ? [] : [`${column} ${was ?? 'NULL'} → ${is ?? 'NULL'}`],
  )
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

function tuple(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `(${values.join(', ')})`
}

function countsInWords({ rowsBefore: before, rowsAfter: after, unpopulated }: TableDifference): string {
  if (unpopulated === true) {
    return `the materialised view is not populated after up and down, and whoever reads it is refused; it held ${plural(before ?? 0, 'row')}`
  }
  if (before === null) return `the table is left behind with ${plural(after ?? 0, 'row')}`
  if (after === null) return `the table is gone after up and down, and ${plural(before, 'row')} with it`
  if (before === after) return `${plural(before, 'row')} before and after up and down, but their contents differ`
  return `${plural(before, 'row')} before, ${after} after up and down`
}

function asTextInWords(columns: readonly string[]): string {
  return columns.length === 1
    ? `${columns[0]} has another type than before and was compared as text`
    : `${few(columns)} have other types than before and were compared as text`
}
