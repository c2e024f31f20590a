import type { TransitionPhase } from '../model/act.ts'
import type { Change } from '../model/change.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { largerInProduction, largerInWords } from '../model/production-size.ts'
import { plural } from './wording.ts'

/** How long something takes: both ends are equal where it was measured, and apart where it was predicted. */
export interface TimeRange {
  readonly lowMs: number
  readonly highMs: number
}

/** A stretch of the change in production. */
export interface WindowPart {
  readonly name: 'snapshot' | 'upgrade' | 'soak' | 'way back'
  /** null where it is not known; `note` then says why. */
  readonly takes: TimeRange | null
  readonly note: string
}

/** One after the other. */
export function sum(spans: readonly TimeRange[]): TimeRange {
  return spans.reduce((all, { lowMs, highMs }) => ({ lowMs: all.lowMs + lowMs, highMs: all.highMs + highMs }), {
    lowMs: 0,
    highMs: 0,
  })
}

export function exactly(ms: number): TimeRange {
  return { lowMs: ms, highMs: ms }
}

/** The snapshot that the way back would restore: it must be of the moment before the upgrade. */
export function snapshotPart(entries: readonly Entry[]): WindowPart {
  const taken = entriesOf(entries, 'snapshot.taken').at(-1)
  if (taken === undefined) return { name: 'snapshot', takes: null, note: 'no snapshot was taken' }
  const larger = largerInProduction(entries, null)
  if (larger.length > 0)
    return { name: 'snapshot', takes: null, note: `${largerInWords(larger)}, so that a snapshot takes longer there` }
  return { name: 'snapshot', takes: exactly(taken.endedAt - taken.startedAt), note: 'measured' }
}

/** How long the new version is watched before it is decided to keep it. */
export function soakPart(actTimeMs: number, change: Change | undefined): WindowPart {
  const declaredMs = change?.soakMs ?? null
  if (declaredMs !== null) return { name: 'soak', takes: exactly(declaredMs), note: 'as declared' }
  return {
    name: 'soak',
    takes: exactly(actTimeMs),
    note: 'as long as an act here (--act-time), for change.soak declares none',
  }
}

/** The steps of the upgrade, with what their migrations are predicted to take where production holds more. */
export function upgradePart(entries: readonly Entry[], steps: readonly string[]): WindowPart {
  const name = 'upgrade'
  const measured = stepsMs(entries, 'upgrade', steps)
  if (typeof measured === 'string') return { name, takes: null, note: measured }
  const migrations = steps.flatMap((label, step) => (isMigration(label) ? [{ label, step }] : []))
  const grown = migrations.flatMap(({ label, step }, index) => {
    const larger = largerInProduction(entries, touchedBy(entries, index + 1))
    return larger.length === 0 ? [] : [{ label, larger, takes: predictedOf(entries, step, index + 1) }]
  })
  const [unpredicted] = grown.filter(({ takes }) => takes === null)
  if (unpredicted !== undefined) {
    const { label, larger } = unpredicted
    return { name, takes: null, note: `${largerInWords(larger)}, and "${label}" has no prediction for that size` }
  }
  const more = sum(grown.flatMap(({ takes }) => takes ?? []))
  const takes = { lowMs: measured + more.lowMs, highMs: measured + more.highMs }
  const [first] = grown
  if (first === undefined) return { name, takes, note: 'measured' }
  return { name, takes, note: `predicted from trials on filled tables: ${largerInWords(first.larger)}` }
}

/** How much longer than here a migration takes at production's rows; null where its trials predict nothing. */
function predictedOf(entries: readonly Entry[], step: number, migration: number): TimeRange | null {
  const predicted = entriesOf(entries, 'duration.predicted').filter((one) => one.migration === migration)
  if (predicted.length === 0) return null
  const { lowMs, highMs } = sum(predicted)
  const hereMs = statementsMs(entries, step)
  return { lowMs: Math.max(0, lowMs - hereMs), highMs: Math.max(0, highMs - hereMs) }
}

/** What the statements of a step took here: as its files were applied, or as the proxy saw a tool send them. */
function statementsMs(entries: readonly Entry[], step: number): number {
  const ran = entriesOf(entries, 'statement.ran').filter((one) => one.act === 'upgrade' && one.step === step)
  const traced = entriesOf(entries, 'statement.traced').filter((one) => one.act === 'upgrade' && one.step === step)
  const statements = ran.length > 0 ? ran : traced
  return statements.reduce((ms, { startedAt, endedAt }) => ms + endedAt - startedAt, 0)
}

/** Tables that a migration touched on its clone, or any of them did; null, and so all, where none was tried there. */
export function touchedBy(entries: readonly Entry[], migration: number | null): readonly string[] | null {
  const trials = entriesOf(entries, 'trial.started').filter((one) => migration === null || one.migration === migration)
  return trials.length === 0 ? null : [...new Set(trials.flatMap(({ touched }) => touched))]
}

/** Labels are ours: a step that migrates begins so, whoever applies it. */
export function isMigration(label: string): boolean {
  return label.startsWith('migrate ')
}

/** From the first step's begin to the last one's end, pauses between them included; or why that is not known. */
export function stepsMs(entries: readonly Entry[], act: TransitionPhase, declared: readonly string[]): number | string {
  if (declared.length === 0) return 0
  const ended = entriesOf(entries, 'step.ended').filter((step) => step.act === act)
  const failed = ended.find(({ ok }) => !ok)
  if (failed !== undefined) return `step ${failed.step + 1} of the ${act}, "${failed.label}", failed`
  const done = new Set(ended.map(({ step }) => step)).size
  const [first, last] = [ended.at(0), ended.at(-1)]
  if (done < declared.length || first === undefined || last === undefined)
    return `${done} of ${plural(declared.length, 'step')} of the ${act} ended`
  return last.endedAt - first.startedAt
}
