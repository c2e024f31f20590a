import { readableName } from '../../model/catalog-difference.ts'
import { formatDuration } from '../../model/duration.ts'
import type { StairVerdict } from '../../model/facts-of-stairway.ts'
import { firstLine, type Stair } from './stairway.ts'

/** Titles of what is told of a stair; texts follow in the same order. */
export const STAIR_TITLES = ['', 'migration', 'up', 'down', 'verdict', 'what differs'] as const

/** As people read them. */
export const STAIR_VERDICTS: Readonly<Record<StairVerdict, string>> = {
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

/** A stair as a row of texts, by the titles above. */
export function stairInWords(climbed: Stair): readonly string[] {
  const { stair, name, verdict, times } = climbed
  return [
    String(stair),
    name,
    times.upMs === 0 ? '' : formatDuration(Math.round(times.upMs)),
    times.downMs === 0 ? '' : formatDuration(Math.round(times.downMs)),
    STAIR_VERDICTS[verdict],
    differencesInWords(climbed),
  ]
}

const MOST = 3

function differencesInWords(stair: Stair): string {
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

/** `56 migrations: 45 identical, 11 down empty`: the good ones first. */
export function stairsCounted(stairs: readonly Stair[]): string {
  const counts = Object.entries(STAIR_VERDICTS).flatMap(([verdict, words]) => {
    const count = stairs.filter((stair) => stair.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return `${stairs.length === 1 ? '1 migration' : `${stairs.length} migrations`}: ${counts.toReversed().join(', ')}`
}
