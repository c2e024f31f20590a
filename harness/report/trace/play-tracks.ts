import { type Entry, entriesOf } from '../../model/evidence.ts'
import { nested, type Slice, type Track } from './slice.ts'

/** Acts, the phases that are judged, and steps: the rehearsal's own view. */
export function playTracks(entries: readonly Entry[]): readonly Track[] {
  return numbered([
    ['acts', actSlices(entries)],
    ['judged phases', phaseSlices(entries)],
    ['steps', stepSlices(entries)],
  ])
}

/** Windows in which requests of an endpoint stalled or failed, a track per endpoint. */
export function clientTracks(entries: readonly Entry[]): readonly Track[] {
  const phases = new Map(entriesOf(entries, 'traffic.phase').map((phase) => [phase.phase, phase]))
  const stalls = [...phases.values()].flatMap(({ stalls, seq }) => stalls.map((stall) => ({ ...stall, seq })))
  const byEndpoint = [...Map.groupBy(stalls, ({ endpoint }) => endpoint)].toSorted(([one], [other]) =>
    one.localeCompare(other),
  )
  return numbered(
    byEndpoint.map(([endpoint, some]) => [
      endpoint,
      some.map(({ fromMs, toMs, stalled, failed, longestMs, seq }) => ({
        name: `${stalled} stalled, ${failed} failed`,
        category: 'stall',
        fromMs,
        toMs,
        args: { endpoint, stalled, failed, longestMs, journal: seq },
      })),
    ]),
  )
}

function numbered(named: readonly (readonly [name: string, slices: readonly Slice[]])[]): readonly Track[] {
  return named
    .flatMap(([name, slices]) =>
      nested(slices).map((lane, index) => ({ name: index === 0 ? name : `${name} ${index + 1}`, slices: lane })),
    )
    .map((track, index) => ({ ...track, tid: index + 1 }))
}

/** An act that the journal does not see end lasts until the journal's own end. */
function actSlices(entries: readonly Entry[]): readonly Slice[] {
  const lastMs = Date.parse(entries.at(-1)?.at ?? '')
  return entriesOf(entries, 'act.started').flatMap(({ act, at, seq }) => {
    const ended = entriesOf(entries, 'act.ended').find((one) => one.act === act && one.seq > seq)
    const status = ended?.status ?? 'not ended'
    if (status === 'skipped') return []
    const toMs = ended === undefined ? lastMs : Date.parse(ended.at)
    return [
      {
        name: act,
        category: 'act',
        fromMs: Date.parse(at),
        toMs,
        args: { status, summary: ended?.summary ?? '', journal: ended?.seq ?? seq },
      },
    ]
  })
}

function phaseSlices(entries: readonly Entry[]): readonly Slice[] {
  const phases = new Map(entriesOf(entries, 'traffic.phase').map((phase) => [phase.phase, phase]))
  return [...phases.values()].map(({ phase, fromMs, toMs, blocks, seq }) => ({
    name: phase,
    category: 'phase',
    fromMs,
    toMs,
    args: { blocks, journal: seq },
  }))
}

function stepSlices(entries: readonly Entry[]): readonly Slice[] {
  return entriesOf(entries, 'step.ended').map(({ act, step, label, ok, startedAt, endedAt, reason, seq }) => ({
    name: label,
    category: 'step',
    fromMs: startedAt,
    toMs: endedAt,
    args: { act, step: step + 1, ended: ok ? 'well' : (reason ?? 'failed'), journal: seq },
  }))
}
