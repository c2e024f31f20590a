import { STAIR_TITLES, stairInWords, stairsCounted } from '../checks/stairs/stairs-in-words.ts'
import { firstLine } from '../checks/stairs/stairway.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

const MOST = [5, 60, 10, 10, 20, 76]
const AT_RIGHT: readonly string[] = ['', 'up', 'down']

const COLUMNS = STAIR_TITLES.map(
  (title, index): Column => ({ title, align: AT_RIGHT.includes(title) ? 'right' : 'left', most: MOST[index] ?? 0 }),
)

/** A head line, a table of all stairs, how many have which verdict; newline included. Empty where none was climbed. */
export function stairwayLines(entries: readonly Entry[], { bold, dim, yellow }: Ink): string {
  const [started] = entriesOf(entries, 'stairway.started')
  if (started === undefined) return ''
  const postgres = entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`)
  const layout = started.layout === undefined ? [] : [started.layout]
  const head = [started.name, ...layout, started.runtime, ...postgres].map(tame).join('   ')
  const stairs = entriesOf(entries, 'stair.climbed')
  const rows = stairs.map((stair) => stairInWords(stair).map(tame))
  const table = stairs.length === 0 ? [] : tableLines(COLUMNS, rows)
  const stopped = entriesOf(entries, 'stairway.ended').flatMap((ended) => ended.stopped ?? [])
  return [
    `stairway  ${head}`,
    ...(started.weaker ?? []).map((sentence) => dim(`  weaker: ${tame(sentence)}`)),
    ...table.map((line, index) => `  ${index === 0 ? dim(line) : line}`),
    ...stairs.flatMap(({ stair, untested }) => untested.map((clause) => dim(`  unknown of ${stair}: ${tame(clause)}`))),
    ...stopped.map((reason) => yellow(`  stopped: ${tame(firstLine(reason))}`)),
    ...(stairs.length === 0 ? [] : [bold(`  ${stairsCounted(stairs)}`)]),
    '',
  ].join('\n')
}
