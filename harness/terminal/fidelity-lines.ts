import { FIDELITY_TITLES, fidelityInWords, leftOutInWords, replayedInWords } from '../checks/fidelity-in-words.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

/** Those with most requests; the report has them all. */
const MOST = 12

/** How production-like the traffic was, where a model of production's was replayed. */
export function fidelityLines(entries: readonly Entry[], { dim }: Ink): readonly string[] {
  const fidelity = entriesOf(entries, 'traffic.fidelity').at(-1)
  if (fidelity === undefined) return []
  const { endpoints } = fidelity
  const columns = FIDELITY_TITLES.map(
    (title, index): Column => ({ title, align: index === 0 ? 'left' : 'right', most: 40 }),
  )
  const table = tableLines(
    columns,
    endpoints.slice(0, MOST).map((one) => replayedInWords(one).map(tame)),
  )
  const more = endpoints.length > MOST ? [`… and ${endpoints.length - MOST} more in the report`] : []
  return [
    `fidelity  ${tame(fidelityInWords(fidelity))}`,
    ...table.map((line) => `  ${line}`),
    ...[...more, ...leftOutInWords(fidelity).slice(0, MOST).map(tame)].map((line) => dim(`  ${line}`)),
  ]
}
