import { formatDuration } from '../model/duration.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { WayName } from '../model/step.ts'
import { largerOf, unfilledOf, unknownOf, usedOnTheWayBack } from './tables-used.ts'
import { exactly, sum, type TimeRange, type WindowPart } from './window-parts.ts'
import { isMigration, openScript, scriptsInWords, stepsMs } from './window-steps.ts'

/** The way back as it was declared. */
export interface DeclaredWayBack {
  readonly way: WayName
  readonly steps: readonly string[]
}

/**
 * The way back as it was measured, and longer where migrations down have a prediction for production's size. A restore
 * touches everything and is timed at the copy's size alone; services swap whatever the size.
 */
export function wayBackPart(entries: readonly Entry[], { way, steps }: DeclaredWayBack): WindowPart {
  const name = 'way back'
  const measured = stepsMs(entries, 'rollback', steps)
  if (typeof measured === 'string') return { name, takes: null, note: measured }
  const larger = largerOf(entries, null)
  if (way === 'restore' && larger !== null)
    return { name, takes: null, note: `${larger}, and the restore was timed at the size of the copy alone` }
  const unknown = way === 'restore' ? unknownOf(entries, null) : null
  const downs = steps.flatMap((label, step) => (isMigration(label) ? [growthOf(entries, label, step)] : []))
  const open = unknown ?? downs.find((one) => one.open !== null)?.open ?? openScript(entries, steps)
  if (open !== null) return { name, takes: null, note: open }
  const grown = downs.filter((one) => one.larger !== null)
  const scripts = scriptsInWords(entries, steps)
  const [first] = grown
  if (first === undefined)
    return { name, takes: exactly(measured), note: `measured: ${way}${restoreInWords(entries)}${scripts}` }
  const more = moreThere(
    entries,
    grown.map(({ step }) => step),
  )
  const takes = { lowMs: measured + more.lowMs, highMs: measured + more.highMs }
  return { name, takes, note: `predicted from trials on filled tables: ${first.larger}${scripts}` }
}

function restoreInWords(entries: readonly Entry[]): string {
  const restored = entriesOf(entries, 'snapshot.restored').at(-1)
  return restored === undefined || restored.endedAt < restored.startedAt
    ? ''
    : `, ${formatDuration(restored.endedAt - restored.startedAt)} of it the restore itself`
}

interface Growth {
  readonly step: number
  /** How production is larger; null where it is not, for this step. */
  readonly larger: string | null
  /** Why its time there is not known; null where it is. */
  readonly open: string | null
}

/** What production's size makes of a step that migrates: it may use tables that the way up does not. */
function growthOf(entries: readonly Entry[], label: string, step: number): Growth {
  const used = usedOnTheWayBack(entries, step)
  const larger = largerOf(entries, used)
  if (larger === null) return { step, larger, open: unknownOf(entries, used) }
  const own = entriesOf(entries, 'way-back.predicted').filter(({ steps }) => steps.includes(step))
  if (own.length === 0) return { step, larger, open: `${larger}, and ${untriedInWords(entries, label, step)}` }
  const migrations = own.map(({ migration }) => migration)
  return { step, larger, open: unfilledOf(entries, used, migrations) ?? unknownOf(entries, used) }
}

function untriedInWords(entries: readonly Entry[], label: string, step: number): string {
  const untimed = entriesOf(entries, 'way-back.untimed').find(({ steps }) => steps.includes(step))
  return untimed === undefined
    ? 'the way back was not tried at that size'
    : `"${label}" failed on tables that were filled for it: ${untimed.reason}`
}

/**
 * How much longer than here the given steps take. What they took here is not taken off the upper end: under load they
 * waited for locks, as they will there, and nothing tells these waits from their work.
 */
function moreThere(entries: readonly Entry[], grown: readonly number[]): TimeRange {
  const ended = entriesOf(entries, 'step.ended').filter(({ act }) => act === 'rollback')
  const predicted = entriesOf(entries, 'way-back.predicted').filter((one) => one.steps.some((at) => grown.includes(at)))
  const more = predicted.map(({ steps, lowMs, highMs }) => {
    const own = ended.filter(({ step }) => steps.includes(step))
    const hereMs = own.reduce((ms, { startedAt, endedAt }) => ms + endedAt - startedAt, 0)
    return { lowMs: Math.max(0, lowMs - hereMs), highMs }
  })
  return sum(more)
}
