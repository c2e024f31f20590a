import { COMPARED_TITLES, endpointInWords } from '../checks/compared-in-words.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

/** More endpoints than this are for the report. */
const MOST = 12

/** Before against after, endpoint by endpoint: what changed first, then the gates, then the rest. */
export function comparedLines(entries: readonly Entry[], { dim }: Ink): readonly string[] {
  const compared = entriesOf(entries, 'traffic.compared').at(-1)
  if (compared === undefined || compared.endpoints.length === 0) return []
  const order = ['regressed', 'improved', 'inconclusive', 'equivalent']
  const sorted = compared.endpoints.toSorted(
    (one, other) => order.indexOf(one.answer) - order.indexOf(other.answer) || Number(other.gate) - Number(one.gate),
  )
  const columns = COMPARED_TITLES.map(
    (title, index): Column => ({ title, align: [1, 3, 4].includes(index) ? 'right' : 'left', most: 40 }),
  )
  const table = tableLines(
    columns,
    sorted.slice(0, MOST).map((one) => endpointInWords(one).map(tame)),
  )
  const more = sorted.length > MOST ? [dim(`  … and ${sorted.length - MOST} more in the report`)] : []
  return [...table.map((line) => `  ${line}`), ...more]
}
