import { type Examined, examinedIn } from '../checks/trials/examined.ts'
import {
  outcomeInWords,
  predictionsInWords,
  STATEMENT_TITLES,
  statementInWords,
  untestedOf,
  watchedOf,
} from '../checks/trials/statements-in-words.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

const MOST = [32, 56, 12, 44, 24, 64]
const AT_RIGHT: readonly string[] = ['line', 'took']

const COLUMNS = STATEMENT_TITLES.map(
  (title, index): Column => ({ title, align: AT_RIGHT.includes(title) ? 'right' : 'left', most: MOST[index] ?? 0 }),
)

/** `locks  migrations   postgres 17.10`, and what this server cannot show, a line each; newline included. */
export function locksHeader(entries: readonly Entry[], { dim }: Ink): string {
  const [started] = entriesOf(entries, 'locks.started')
  if (started === undefined) return ''
  const postgres = entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`)
  const layout = started.layout === undefined ? [] : [started.layout]
  const head = [started.name, ...layout, started.runtime, ...postgres].map(tame).join('   ')
  const weaker = (started.weaker ?? []).map((sentence) => dim(`  weaker: ${tame(sentence)}`))
  return `${[`locks  ${head}`, ...weaker].join('\n')}\n`
}

/** All tables of a journal. */
export function allMigrationLines(entries: readonly Entry[], paint: Ink): string {
  return examinedIn(entries)
    .map((examined) => linesOf(examined, paint))
    .join('')
}

/** A migration as a table of its statements, what was predicted, and what nobody exercised; newline included. */
export function migrationLines(entries: readonly Entry[], number: number, paint: Ink): string {
  const examined = examinedIn(entries).find(({ fact }) => fact.migration === number)
  return examined === undefined ? '' : linesOf(examined, paint)
}

function linesOf(examined: Examined, { bold, yellow, dim }: Ink): string {
  const watched = watchedOf(examined)
  const rows = watched.statements.map((statement) => statementInWords(statement, watched).map(tame))
  const way = examined.fact.direction === 'down' ? '   down' : ''
  const table = rows.length === 0 ? ['no statement was traced'] : tableLines(COLUMNS, rows)
  return [
    `${bold(tame(examined.name))}${way}   ${tame(outcomeInWords(watched))}`,
    ...table.map((line, index) => `  ${index === 0 && rows.length > 0 ? dim(line) : line}`),
    ...predictionsInWords(examined).map((line) => `  ${dim(tame(line))}`),
    ...untestedOf(examined).map((line) => `  ${yellow(`unknown: ${tame(line)}`)}`),
    '',
  ].join('\n')
}
