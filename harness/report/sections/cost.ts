import { type Phase, type Play, playOf } from '../../checks/play.ts'
import { percent, plural, wholeMs } from '../../checks/wording.ts'
import { formatDuration } from '../../model/duration.ts'
import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import { areEnoughFor, REQUESTS_FOR } from '../../model/told-quantile.ts'
import { h, type Markup, number, table, wide } from '../html/markup.ts'
import { bullets, notRecorded, paragraphs, part } from '../html/prose.ts'
import type { Section } from '../html/section.ts'

type Watch = EntryOf<'locks.watched'>
interface Span {
  readonly fromMs: number
  readonly toMs: number
}

const WATCHED = ['act', 'watched for', 'samples', 'processor time', 'of one core', 'gaps', 'longest gap'] as const
const LAG = [
  'act',
  'iterations',
  'late while users were free, p99',
  'late while all users waited',
  'dropped',
  'dropped while all waited',
] as const

/** What the harness itself took, and how much of that lay in time that is judged. */
export const cost: Section = {
  id: 'cost',
  title: 'What the harness itself cost',
  render({ entries }) {
    const play = playOf(entries)
    if (play === null) return null
    return [...watching(play), ...generator(play), ...besides(entries)]
  },
}

/** By act, which a watch lies in with most of its time; what lies between acts is judged by nobody. */
function watching(play: Play): readonly Markup[] {
  const watches = entriesOf(play.entries, 'locks.watched')
  const unwatched = entriesOf(play.entries, 'locks.unwatched').map(({ reason }) => notRecorded(`locks: ${reason}`))
  if (watches.length === 0)
    return part('The lock watcher', [
      ...unwatched,
      ...(unwatched.length > 0 ? [] : [notRecorded('what watching locks took')]),
    ])
  const phases = [...play.phases.values()]
  const groups = Map.groupBy(watches, (watch) => actOf(watch, phases))
  const rows = [...groups].map(([act, some]) => watchRow(act, some))
  const judgedMs = sum(watches.map((watch) => sum(phases.map((phase) => sharedMs(watch, phase)))))
  const allMs = sum(watches.map(({ fromMs, toMs }) => toMs - fromMs))
  const cpuMs = sum(watches.map((watch) => watch.cpuMs))
  const core = allMs === 0 ? 0 : cpuMs / allMs
  const inJudged = allMs === 0 ? 0 : judgedMs / allMs
  return part('The lock watcher', [
    ...unwatched,
    ...paragraphs([
      `It took ${formatDuration(cpuMs)} of processor time in ${formatDuration(allMs)}, ${percent(core)} of one core; ${percent(inJudged)} of that time lay in acts whose traffic is judged.`,
    ]),
    wide('Cost of watching locks', table(WATCHED, rows)),
  ])
}

function actOf(watch: Watch, phases: readonly Phase[]): string {
  const [most] = phases
    .map((phase) => ({ act: phase.phase, ms: sharedMs(watch, phase) }))
    .toSorted((one, other) => other.ms - one.ms)
  return most === undefined || most.ms * 2 < watch.toMs - watch.fromMs ? 'between acts' : most.act
}

function watchRow(act: string, watches: readonly Watch[]): readonly (string | Markup)[] {
  const ms = sum(watches.map(({ fromMs, toMs }) => toMs - fromMs))
  const cpuMs = sum(watches.map((watch) => watch.cpuMs))
  return [
    act,
    number(formatDuration(ms)),
    number(
      `${sum(watches.map(({ samples }) => samples)).toLocaleString('en-US')}, every ${watches[0]?.intervalMs ?? 0} ms`,
    ),
    number(formatDuration(cpuMs)),
    number(ms === 0 ? '-' : percent(cpuMs / ms)),
    number(String(sum(watches.map(({ gapCount }) => gapCount)))),
    number(wholeMs(Math.max(...watches.map(({ longestGapMs }) => longestGapMs)))),
  ]
}

function sharedMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Whether k6 kept up: what it was late for is ours, what waited for answers is the system's. */
function generator({ phases }: Play): readonly Markup[] {
  const rows = [...phases.values()].map(({ phase, lag }) => [
    phase,
    number(lag.iterations.toLocaleString('en-US')),
    number(
      lag.idleP99Ms === null || !areEnoughFor('p99', lag.iterations)
        ? '-'
        : `${Number(lag.idleP99Ms.toPrecision(2))} ms`,
    ),
    number(lateBusy(lag)),
    number(String(lag.dropped)),
    number(String(lag.droppedBusy)),
  ])
  if (rows.length === 0) return part('The generator', [notRecorded('how late k6 started its iterations')])
  return part('The generator', [wide('Lag of the generator', table(LAG, rows, FEW))])
}

function lateBusy({ busyLate, busyP99Ms }: Phase['lag']): string {
  const p99 = busyP99Ms === null || !areEnoughFor('p99', busyLate) ? '' : `, p99 ${wholeMs(busyP99Ms)}`
  return `${busyLate.toLocaleString('en-US')}${p99}`
}

const FEW = `A p99 is told from ${REQUESTS_FOR.p99.toLocaleString('en-US')} iterations on; in a shorter act it is a handful of them.`

/** What was done beside the acts with traffic, and so costs them nothing. */
function besides(entries: readonly Entry[]): readonly Markup[] {
  const tookOf = (what: string, ms: readonly number[]) =>
    ms.length === 0 ? [] : [`${what}: ${formatDuration(sum(ms))}.`]
  const asked = entriesOf(entries, 'invariant.asked')
  const done = [
    ...tookOf('Probes on clones, before any judged traffic', actMs(entries, 'probes')),
    ...tookOf(
      'Comparing before with after, once the load had ended',
      entriesOf(entries, 'traffic.compared').map(({ durationMs }) => durationMs),
    ),
    ...tookOf('The audit', actMs(entries, 'audit')),
    ...tookOf(
      `Asking invariants, ${plural(asked.length, 'time')}`,
      asked.map(({ tookMs }) => tookMs),
    ),
  ]
  return done.length === 0 ? [] : [h('h3', 'Beside judged traffic'), ...bullets(done)]
}

function actMs(entries: readonly Entry[], act: string): readonly number[] {
  return entriesOf(entries, 'act.ended').flatMap((ended) => (ended.act === act ? [ended.durationMs] : []))
}
