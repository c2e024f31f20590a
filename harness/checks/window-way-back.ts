import { formatDuration } from '../model/duration.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { largerInProduction, largerInWords } from '../model/production-size.ts'
import type { WayName } from '../model/step.ts'
import { exactly, isMigration, stepsMs, sum, type TimeRange, touchedBy, type WindowPart } from './window-parts.ts'

/** The way back as it was declared. */
export interface DeclaredWayBack {
  readonly way: WayName
  readonly steps: readonly string[]
  readonly upgradeSteps: readonly string[]
}

/**
 * The way back as it was measured, and longer where migrations down have a prediction for production's size. A restore
 * touches everything and is timed at the copy's size alone; services swap whatever the size.
 */
export function wayBackPart(entries: readonly Entry[], declared: DeclaredWayBack): WindowPart {
  const name = 'way back'
  const { way, steps } = declared
  const measured = stepsMs(entries, 'rollback', steps)
  if (typeof measured === 'string') return { name, takes: null, note: measured }
  const moves = way === 'restore' || steps.some(isMigration)
  const larger = moves ? largerInProduction(entries, way === 'restore' ? null : touchedBy(entries, null)) : []
  if (larger.length === 0) return { name, takes: exactly(measured), note: `measured: ${way}${restoreInWords(entries)}` }
  const size = largerInWords(larger)
  if (way === 'restore')
    return { name, takes: null, note: `${size}, and the restore was timed at the size of the copy alone` }
  const open = unpredicted(entries, declared)
  if (open !== null) return { name, takes: null, note: `${size}, and ${untriedInWords(entries, steps, open)}` }
  const more = moreThere(entries)
  const takes = { lowMs: measured + more.lowMs, highMs: measured + more.highMs }
  return { name, takes, note: `predicted from trials on filled tables: ${size}` }
}

function restoreInWords(entries: readonly Entry[]): string {
  const restored = entriesOf(entries, 'snapshot.restored').at(-1)
  return restored === undefined
    ? ''
    : `, ${formatDuration(restored.endedAt - restored.startedAt)} of it the restore itself`
}

/** The first step that migrates what is larger there and has no prediction, counted from 0; null where there is none. */
function unpredicted(entries: readonly Entry[], { steps, upgradeSteps }: DeclaredWayBack): number | null {
  const predicted = new Set(entriesOf(entries, 'way-back.predicted').flatMap((one) => one.steps))
  const downs = steps.flatMap((label, step) => (isMigration(label) ? [step] : []))
  const ups = upgradeSteps.filter(isMigration).length
  const isLarger = (nth: number) => {
    const touched = downs.length === ups ? touchedBy(entries, ups - nth) : null
    return largerInProduction(entries, touched).length > 0
  }
  return downs.find((step, nth) => !predicted.has(step) && isLarger(nth)) ?? null
}

function untriedInWords(entries: readonly Entry[], labels: readonly string[], step: number): string {
  const untimed = entriesOf(entries, 'way-back.untimed').find(({ steps }) => steps.includes(step))
  return untimed === undefined
    ? 'the way back was not tried at that size'
    : `"${labels[step]}" failed on tables that were filled for it: ${untimed.reason}`
}

/** How much longer than here, where a prediction takes longer than its steps took under load. */
function moreThere(entries: readonly Entry[]): TimeRange {
  const ended = entriesOf(entries, 'step.ended').filter(({ act }) => act === 'rollback')
  const more = entriesOf(entries, 'way-back.predicted').map(({ steps, lowMs, highMs }) => {
    const own = ended.filter(({ step }) => steps.includes(step))
    const hereMs = own.reduce((ms, { startedAt, endedAt }) => ms + endedAt - startedAt, 0)
    return { lowMs: Math.max(0, lowMs - hereMs), highMs: Math.max(0, highMs - hereMs) }
  })
  return sum(more)
}
