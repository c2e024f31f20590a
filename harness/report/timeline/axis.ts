import type { Span } from '../../checks/clients.ts'
import type { PhaseName } from '../../model/act.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import type { Timeline } from '../../model/timeline.ts'

/** An act that had traffic, or a step. */
export interface Named extends Span {
  readonly name: string
}

/** The one axis of everything that is drawn over time. Epoch ms. */
export interface Axis extends Span {
  readonly acts: readonly Named[]
  readonly steps: readonly Named[]
}

const PHASES: readonly PhaseName[] = ['baseline', 'upgrade', 'soak', 'rollback', 'restored', 'forward']

/** From the first request to the last, whatever was seen of locks and steps included; null where nothing was. */
export function axisOf(entries: readonly Entry[], timeline: Timeline | null): Axis | null {
  const steps = stepsOf(entries)
  const spans: readonly Span[] = [
    ...(timeline?.stretches ?? []),
    ...entriesOf(entries, 'traffic.phase'),
    ...entriesOf(entries, 'lock.held'),
    ...entriesOf(entries, 'lock.queue').filter(({ act }) => act !== 'steady'),
    ...steps,
  ]
  if (spans.length === 0) return null
  const fromMs = spans.reduce((least, one) => Math.min(least, one.fromMs), Number.POSITIVE_INFINITY)
  const toMs = spans.reduce((most, one) => Math.max(most, one.toMs), Number.NEGATIVE_INFINITY)
  const whole = { fromMs, toMs: Math.max(toMs, fromMs + 1) }
  return { ...whole, acts: PHASES.flatMap((phase) => actOn(entries, phase, whole)), steps }
}

/** Where a phase was cut, that is the act, without what it waited for before; else what the act itself said. */
function actOn(entries: readonly Entry[], name: PhaseName, whole: Span): readonly Named[] {
  const phase = entriesOf(entries, 'traffic.phase').findLast((one) => one.phase === name)
  if (phase !== undefined) return [{ name, fromMs: phase.fromMs, toMs: phase.toMs }]
  const started = entriesOf(entries, 'act.started').findLast(({ act }) => act === name)
  if (started === undefined) return []
  const ended = entriesOf(entries, 'act.ended').findLast(({ act }) => act === name)
  const fromMs = Math.max(whole.fromMs, Date.parse(started.at))
  const toMs = Math.min(whole.toMs, ended === undefined ? whole.toMs : Date.parse(ended.at))
  return fromMs < toMs ? [{ name, fromMs, toMs }] : []
}

function stepsOf(entries: readonly Entry[]): readonly Named[] {
  return entriesOf(entries, 'step.ended').map(({ label, startedAt, endedAt }) => ({
    name: label,
    fromMs: startedAt,
    toMs: endedAt,
  }))
}

/** `31.0 s`, `2:05`, `1:02:05`: where on the axis something is, as people say it. */
export function onAxis({ fromMs }: Span, atMs: number): string {
  const seconds = (atMs - fromMs) / 1_000
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  const two = (number: number) => String(number).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
