import { firstLine } from '../checks/stairs/stairway.ts'
import { STOP_TITLES, stopInWords, stopsCounted } from '../checks/stairs/stops-in-words.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

const MOST = [5, 60, 16, 100]

const COLUMNS = STOP_TITLES.map(
  (title, index): Column => ({ title, align: title === '' ? 'right' : 'left', most: MOST[index] ?? 0 }),
)

/** A table of the stops of a way down, the top first, and how far it went; newline included. Empty where none was made. */
export function descentLines(entries: readonly Entry[], { bold, dim, yellow }: Ink): string {
  const stops = entriesOf(entries, 'descent.stopped')
  const ended = entriesOf(entries, 'descent.ended')
  if (stops.length + ended.length === 0) return ''
  const rows = stops.map((stop) => stopInWords(stop).map(tame))
  const table = stops.length === 0 ? [] : tableLines(COLUMNS, rows)
  const stopped = ended.flatMap(({ stopped: reason }) => reason ?? [])
  return [
    ...table.map((line, index) => `  ${index === 0 ? dim(line) : line}`),
    ...stopped.map((reason) => yellow(`  stopped: ${tame(firstLine(reason))}`)),
    ...(stops.length === 0 ? [] : [bold(`  ${stopsCounted(stops)}`)]),
    '',
  ].join('\n')
}
