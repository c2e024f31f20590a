import { readableName } from '../model/catalog-difference.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import { type Column, tableLines } from './columns.ts'
import { type Ink, tame } from './ink.ts'

type Stop = EntryOf<'descent.stopped'>

const COLUMNS: readonly Column[] = [
  { title: '', align: 'right', most: 5 },
  { title: 'down', align: 'left', most: 60 },
  { title: 'stop', align: 'left', most: 16 },
  { title: 'what differs, and who left it', align: 'left', most: 100 },
]

const VERDICTS: Readonly<Record<Stop['verdict'], string>> = {
  restored: 'as on the way up',
  'schema-differs': 'differs',
  'down-fails': 'down fails',
  'no-down': 'no down',
}

/** A table of the stops of a way down, the top first, and how far it went; newline included. Empty where none was made. */
export function descentLines(entries: readonly Entry[], { bold, dim, yellow }: Ink): string {
  const stops = entriesOf(entries, 'descent.stopped')
  const ended = entriesOf(entries, 'descent.ended')
  if (stops.length + ended.length === 0) return ''
  const table = stops.length === 0 ? [] : tableLines(COLUMNS, stops.map(rowOf))
  const stopped = ended.flatMap(({ stopped: reason }) => reason ?? [])
  return [
    ...table.map((line, index) => `  ${index === 0 ? dim(line) : line}`),
    ...stopped.map((reason) => yellow(`  stopped: ${tame(firstLine(reason))}`)),
    ...(stops.length === 0 ? [] : [bold(`  ${counted(stops)}`)]),
    '',
  ].join('\n')
}

function rowOf(stop: Stop): readonly string[] {
  return [String(stop.stair), tame(stop.name), VERDICTS[stop.verdict], tame(whatDiffers(stop))]
}

const MOST = 3

/** What was there at the stop above already is counted, and not said again. */
function whatDiffers({ name, differences, error, guilty }: Stop): string {
  const [own, others] = [
    differences.filter(({ leftBy }) => leftBy === name),
    differences.filter(({ leftBy }) => leftBy !== name),
  ]
  const said = own.slice(0, MOST).map(({ object, change }) => `${readableName(object)} ${change}`)
  const left = [...new Set(others.map(({ leftBy }) => leftBy))]
  return [
    ...(guilty === null || guilty.name === name ? [] : [`because of ${guilty.subject}`]),
    ...(error === null ? [] : [firstLine(error.message)]),
    ...said,
    ...(own.length > MOST ? [`and ${own.length - MOST} more`] : []),
    ...(left.length === 0 ? [] : [`${others.length} still, left by ${left.slice(0, MOST).join(', ')}`]),
  ].join('; ')
}

function counted(stops: readonly Stop[]): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const count = stops.filter((stop) => stop.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return `${stops.length} stops: ${counts.join(', ')}`
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
