import { firstLine } from '../../../checks/stairs/stairway.ts'
import { STOP_TITLES, stopInWords, stopsCounted } from '../../../checks/stairs/stops-in-words.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'
import { h, type Markup, table, wide } from '../../html/markup.ts'
import { notRecorded, part } from '../../html/prose.ts'

// The terminal's column of numbers has no title; a reader who only listens needs one.
const TITLES = STOP_TITLES.map((title) => title || 'no.')

/** The whole chain down, stop by stop; nothing where nobody went down. */
export function descentMade(entries: readonly Entry[]): readonly Markup[] {
  const stops = entriesOf(entries, 'descent.stopped')
  const ended = entriesOf(entries, 'descent.ended').at(-1)
  const direct = entriesOf(entries, 'stairway.started').some((started) => started.direct === true)
  if (!direct && stops.length === 0) return []
  const stopped = ended === undefined ? 'the way down was not seen to end' : ended.stopped
  return part('The whole chain down', [
    ...(stopped === null ? [] : [notRecorded(firstLine(stopped))]),
    ...(stops.length === 0
      ? []
      : [h('p', `${stopsCounted(stops)}.`), wide('Stops on the way down', table(TITLES, stops.map(stopInWords)))]),
  ])
}
