import { readableName } from '../../model/catalog-difference.ts'
import type { EntryOf } from '../../model/evidence.ts'
import { plural } from '../wording.ts'
import { firstLine } from './stairway.ts'

type Stop = EntryOf<'descent.stopped'>

/** Titles of what is told of a stop on the way down; texts follow in the same order. */
export const STOP_TITLES = ['', 'down', 'stop', 'what differs, and who left it'] as const

const VERDICTS: Readonly<Record<Stop['verdict'], string>> = {
  restored: 'as on the way up',
  'schema-differs': 'differs',
  'down-fails': 'down fails',
  'no-down': 'no down',
}

/** A stop as a row of texts, by the titles above. */
export function stopInWords(stop: Stop): readonly string[] {
  return [String(stop.stair), stop.name, VERDICTS[stop.verdict], differencesInWords(stop)]
}

const MOST = 3

/** What was there at the stop above already is counted, and not said again. */
function differencesInWords({ name, differences, error, guilty }: Stop): string {
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

/** `56 stops: 55 as on the way up, 1 differs`. */
export function stopsCounted(stops: readonly Stop[]): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, words]) => {
    const count = stops.filter((stop) => stop.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return `${plural(stops.length, 'stop')}: ${counts.join(', ')}`
}
