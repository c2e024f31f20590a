import { playOf } from '../checks/play.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Seen } from './html/section.ts'
import { backendTracks } from './trace/backends.ts'
import { clientTracks, playTracks } from './trace/play-tracks.ts'
import type { Slice, TraceProcess } from './trace/slice.ts'

/** Longest first kept: some 300 bytes each, and more than anybody reads. */
const MOST_SLICES = 10_000

type TraceEvent = Readonly<Record<string, unknown>>

/**
 * trace.json: the run for https://ui.perfetto.dev, in the Trace Event Format with complete events (`X`), counters (`C`)
 * and metadata (`M`). Acts and steps, clients, and the database with a track per backend, whose number is the backend's
 * process id. Times are microseconds from the first thing of all.
 */
export function renderTrace({ entries, timeline, run }: Seen): string {
  const processes: readonly TraceProcess[] = [
    { pid: 1, name: 'rehearsal', tracks: playTracks(entries) },
    { pid: 2, name: 'clients', tracks: clientTracks(entries) },
    { pid: 3, name: 'database', tracks: backendTracks(entries, playOf(entries)) },
  ]
  const all = processes.flatMap(({ tracks }) => tracks.flatMap(({ slices }) => slices))
  const kept = new Set(longest(all))
  const originMs = [
    ...all.map(({ fromMs }) => fromMs),
    ...(timeline?.stretches ?? []).map(({ fromMs }) => fromMs),
  ].reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  const micros = (atMs: number) => Math.round((atMs - originMs) * 1_000)
  const events = [
    ...processes.flatMap(names),
    ...processes.flatMap(({ pid, tracks }) =>
      tracks.flatMap(({ tid, slices }) =>
        slices.filter((slice) => kept.has(slice)).map((slice) => complete(slice, { pid, tid, micros })),
      ),
    ),
    ...(timeline === null ? [] : counters(timeline, micros)),
  ]
  const document = {
    displayTimeUnit: 'ms',
    otherData: { rehearsal: run.rehearsal, startedAt: run.startedAt, slicesLeftOut: all.length - kept.size },
  }
  // An event per line, so that a diff or grep has something to hold on to.
  return `${JSON.stringify(document).slice(0, -1)},"traceEvents":[\n${events.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`
}

function longest(slices: readonly Slice[]): readonly Slice[] {
  if (slices.length <= MOST_SLICES) return slices
  return slices.toSorted((one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs)).slice(0, MOST_SLICES)
}

function names({ pid, name, tracks }: TraceProcess): readonly TraceEvent[] {
  const named = (event: string, tid: number, args: TraceEvent) => ({ ph: 'M', name: event, pid, tid, ts: 0, args })
  return [
    named('process_name', 0, { name }),
    named('process_sort_index', 0, { sort_index: pid }),
    ...tracks.flatMap(({ tid, name: track }, index) => [
      named('thread_name', tid, { name: track }),
      named('thread_sort_index', tid, { sort_index: index }),
    ]),
  ]
}

function complete(
  { name, category, fromMs, toMs, args }: Slice,
  where: { readonly pid: number; readonly tid: number; readonly micros: (atMs: number) => number },
): TraceEvent {
  const { pid, tid, micros } = where
  const ts = micros(fromMs)
  return { ph: 'X', name, cat: category, pid, tid, ts, dur: Math.max(0, micros(toMs) - ts), args }
}

/** All endpoints together; a counter keeps its value until the next, so the end says that there is nothing any more. */
function counters({ stretches, all, dropped }: Timeline, micros: (atMs: number) => number): readonly TraceEvent[] {
  const counter = (name: string, atMs: number, value: number) => {
    return { ph: 'C', name, pid: 2, tid: 0, ts: micros(atMs), args: { value } }
  }
  const rates = stretches.flatMap(({ fromMs, toMs }, at) => {
    const perSecond = (count: number | undefined) => Number((((count ?? 0) * 1_000) / (toMs - fromMs)).toFixed(3))
    const p99Ms = all.p99Ms[at] ?? null
    return [
      counter('requests per second', fromMs, perSecond(all.requests[at])),
      counter('errors per second', fromMs, perSecond((all.failed[at] ?? 0) + (dropped[at] ?? 0))),
      counter('longest request, ms', fromMs, all.longestMs[at] ?? 0),
      ...(p99Ms === null ? [] : [counter('p99 where known, ms', fromMs, p99Ms)]),
    ]
  })
  const last = stretches.at(-1)
  return last === undefined ? [] : [...rates, counter('requests per second', last.toMs, 0)]
}
