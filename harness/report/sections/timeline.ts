import { type Play, playOf } from '../../checks/play.ts'
import { unwatched } from '../../checks/watch.ts'
import { few, plural } from '../../checks/wording.ts'
import { formatDuration } from '../../model/duration.ts'
import { entriesOf } from '../../model/evidence.ts'
import { DRAWN_QUANTILES, type Timeline } from '../../model/timeline.ts'
import { requestsNeeded } from '../../model/told-quantile.ts'
import { data, fold, h, type Markup } from '../html/markup.ts'
import type { Section, Seen } from '../html/section.ts'
import { type Axis, axisOf } from '../timeline/axis.ts'
import { chartData } from '../timeline/chart-data.ts'
import { controls, lanesKey, panels } from '../timeline/charts.ts'
import { lockDetail, queueDetail } from '../timeline/details.ts'
import { type Lanes, lanesOf, stallsOf } from '../timeline/lanes.ts'
import { actsSvg, lanesSvg } from '../timeline/lanes-svg.ts'
import { CLASS_ORDER, classOf } from '../timeline/mode-class.ts'
import { TIMELINE_STYLE } from '../timeline/style.ts'
import { actsTable, endpointsTable, laneTables, overTimeTable } from '../timeline/tables.ts'

/** What clients sent and felt, and below it, on the same axis, what was locked, who waited and which requests stalled. */
export const timeline: Section = {
  id: 'timeline',
  title: 'Timeline',
  style: TIMELINE_STYLE,
  render(seen) {
    const play = playOf(seen.entries)
    if (play === null) return null
    const axis = axisOf(seen.entries, seen.timeline)
    if (axis === null) return [h('p.not-recorded', 'Not recorded: the rehearsal ended before any request was sent.')]
    const lanes = lanesOf(seen.entries)
    return [
      h(seen.timeline === null ? 'p.not-recorded' : 'p', intro(seen)),
      h('div.timeline', { id: 'timeline-plot' }, [
        ...(seen.timeline === null ? [] : [controls(axis, seen.timeline, chosenOf(seen.timeline, lanes))]),
        actsSvg(axis),
        ...curves(seen, lanes),
        ...barsBelow(axis, lanes),
      ]),
      ...notes(play, lanes),
      ...details(seen, play, { axis, lanes }),
      actsTable(axis),
      ...endpointsTable(seen.entries),
      ...(seen.timeline === null ? [] : [overTimeTable(axis, seen.timeline)]),
      ...laneTables(axis, lanes),
      ...(seen.timeline === null ? [] : [data('timeline-data', chartData(axis, seen.timeline, lanes))]),
    ]
  },
}

function intro({ entries, timeline: recorded }: Seen): string {
  if (recorded !== null) {
    const [first] = recorded.stretches
    const every = first === undefined ? '' : `, by stretches of ${formatDuration(first.toMs - first.fromMs)}`
    return `Requests by when they were due${every}. A quantile is drawn only of so many neighbouring stretches of an act as have the requests for it: ${requestsNeeded(DRAWN_QUANTILES)}; where an act has fewer, its line has a gap.`
  }
  return entriesOf(entries, 'traffic.timeline').length > 0
    ? 'Not recorded: the file with the requests over time is gone, or is not the one that the journal names. Locks and stalls are from the journal.'
    : 'Not recorded: the journal names no file with the requests over time, so there are no curves. Locks and stalls are from the journal.'
}

function curves({ timeline: recorded }: Seen, lanes: Lanes): readonly Markup[] {
  if (recorded === null) return []
  return [
    h('p.timeline-unscripted', 'The curves need script; their figures are in the tables below.'),
    ...panels([recorded.all, ...recorded.endpoints][chosenOf(recorded, lanes)]?.endpoint ?? ''),
    h('p.timeline-readout', { id: 'timeline-readout', hidden: true }),
  ]
}

function barsBelow(axis: Axis, lanes: Lanes): readonly Markup[] {
  if (lanes.relations.length + lanes.stalls.length === 0) return []
  const classes = new Set(lanes.relations.flatMap(({ locks }) => locks.map(({ mode }) => classOf(mode))))
  return [
    h('h3', 'Locks, waits and stalls'),
    lanesKey(
      lanes,
      CLASS_ORDER.filter((one) => classes.has(one)),
    ),
    lanesSvg(axis, lanes),
    h('div.timeline-shown', { id: 'timeline-shown', hidden: true }),
  ]
}

/** What the picture does not show, in words. */
function notes(play: Play, { relations, stalls, leftOut }: Lanes): readonly Markup[] {
  const left = [
    ...(leftOut.relations > 0 ? [plural(leftOut.relations, 'relation')] : []),
    ...(leftOut.endpoints > 0 ? [plural(leftOut.endpoints, 'endpoint')] : []),
    ...(leftOut.bars > 0 ? [plural(leftOut.bars, 'lesser lock, wait or stall', 'lesser locks, waits and stalls')] : []),
  ]
  const blind = unwatched(play)
  const sentences = [
    ...(blind.length > 0 ? [`Not recorded: ${few(blind, 3, '; ')}.`] : []),
    ...(relations.length === 0 && blind.length === 0
      ? ['No strong lock on a relation in use was seen, and nobody waited for one.']
      : []),
    ...(stalls.length === 0 ? ['No request stalled or failed.'] : []),
    ...(left.length > 0 ? [`Not drawn: ${left.join(', ')}; the journal has them.`] : []),
  ]
  return sentences.map((sentence) => h(sentence.startsWith('Not recorded') ? 'p.not-recorded' : 'p', sentence))
}

function details(
  { entries }: Seen,
  play: Play,
  { axis, lanes }: { readonly axis: Axis; readonly lanes: Lanes },
): readonly Markup[] {
  const [locks, queues] = [
    lanes.relations.flatMap((lane) => lane.locks),
    lanes.relations.flatMap((lane) => lane.queues),
  ]
  if (locks.length + queues.length === 0) return []
  const scenery = { axis, play, queues, stalls: stallsOf(entries) }
  return [
    fold(
      `${plural(locks.length + queues.length, 'lock and queue', 'locks and queues')}, one by one`,
      ...locks.map((lock) => lockDetail(lock, scenery)),
      ...queues.map((queue) => queueDetail(queue, scenery)),
    ),
  ]
}

/** The endpoint that stalled worst, or all of them together. */
function chosenOf({ endpoints }: Timeline, { stalls: [worst] }: Lanes): number {
  return worst === undefined ? 0 : endpoints.findIndex(({ endpoint }) => endpoint === worst.endpoint) + 1
}
