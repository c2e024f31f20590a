import { readableName } from '../model/catalog-difference.ts'
import { formatDuration } from '../model/duration.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { StairVerdict } from '../model/facts-of-stairway.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

type Stair = EntryOf<'stair.climbed'>

const COLUMNS: readonly Column[] = [
  { title: '', align: 'right', most: 5 },
  { title: 'migration', align: 'left', most: 60 },
  { title: 'up', align: 'right', most: 10 },
  { title: 'down', align: 'right', most: 10 },
  { title: 'verdict', align: 'left', most: 20 },
  { title: 'what differs', align: 'left', most: 76 },
]

/** As people read them. */
export const VERDICTS: Readonly<Record<StairVerdict, string>> = {
  'up-fails': 'up fails',
  'no-down': 'no down',
  'down-fails': 'down fails',
  'down-empty': 'down empty',
  'schema-differs': 'schema differs',
  'rows-lost': 'rows lost',
  'sequence-behind': 'sequence behind',
  're-up-fails': 're-up fails',
  're-up-differs': 're-up differs',
  'column-order-only': 'column order only',
  identical: 'identical',
}

/** A head line, a table of all stairs, how many have which verdict; newline included. Empty where none was climbed. */
export function stairwayLines(entries: readonly Entry[], { bold, dim, yellow }: Ink): string {
  const [started] = entriesOf(entries, 'stairway.started')
  if (started === undefined) return ''
  const postgres = entriesOf(entries, 'stage.database').map(({ version }) => `postgres ${version}`)
  const layout = started.layout === undefined ? [] : [started.layout]
  const head = [started.name, ...layout, started.runtime, ...postgres].map(tame).join('   ')
  const stairs = entriesOf(entries, 'stair.climbed')
  const table = stairs.length === 0 ? [] : tableLines(COLUMNS, stairs.map(rowOf))
  const stopped = entriesOf(entries, 'stairway.ended').flatMap((ended) => ended.stopped ?? [])
  return [
    `stairway  ${head}`,
    ...(started.weaker ?? []).map((sentence) => dim(`  weaker: ${tame(sentence)}`)),
    ...table.map((line, index) => `  ${index === 0 ? dim(line) : line}`),
    ...stairs.flatMap(({ stair, untested }) => untested.map((clause) => dim(`  unknown of ${stair}: ${tame(clause)}`))),
    ...stopped.map((reason) => yellow(`  stopped: ${tame(firstLine(reason))}`)),
    ...(stairs.length === 0 ? [] : [bold(`  ${counted(stairs)}`)]),
    '',
  ].join('\n')
}

function rowOf(climbed: Stair): readonly string[] {
  const { stair, name, verdict, times } = climbed
  return [
    String(stair),
    tame(name),
    times.upMs === 0 ? '' : formatDuration(Math.round(times.upMs)),
    times.downMs === 0 ? '' : formatDuration(Math.round(times.downMs)),
    VERDICTS[verdict],
    tame(whatDiffers(climbed)),
  ]
}

const MOST = 3

function whatDiffers(stair: Stair): string {
  const { irreversible, errors, schema, rows, again, columnOrder, unanswered = [], guilty = [] } = stair
  const [error] = errors
  const objects = schema.map(({ object, change }) => `${readableName(object)} ${change}`)
  const values = rows.map(({ table, columns }) =>
    columns.length === 0 ? table : columns.map(({ column }) => `${table}.${column}`).join(', '),
  )
  const parts = [
    ...(irreversible === undefined ? [] : [`declared: ${irreversible}`]),
    ...guilty.slice(0, 1).map(({ subject }) => `because of ${subject}`),
    ...some(objects),
    ...(values.length === 0 ? [] : [`rows: ${some(values).join(', ')}`]),
    ...some(again.map(({ object }) => `${readableName(object)} the second time`)),
    // What fails because of what was left behind is no news in a line that says so.
    ...(error === undefined || objects.length + rows.length > 0 ? [] : [firstLine(error.message)]),
    ...(objects.length + rows.length > 0 ? [] : some(columnOrder.map(readableName))),
    ...(unanswered.length === 0 ? [] : [`down does nothing, up works on ${some(unanswered).join(', ')}`]),
  ]
  return parts.join('; ')
}

function some(items: readonly string[]): readonly string[] {
  return items.length <= MOST ? items : [...items.slice(0, MOST), `and ${items.length - MOST} more`]
}

function counted(stairs: readonly Stair[]): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const count = stairs.filter((stair) => stair.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return `${stairs.length === 1 ? '1 migration' : `${stairs.length} migrations`}: ${counts.toReversed().join(', ')}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
