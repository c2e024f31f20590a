import type { TransitionPhase } from '../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import { largerOf } from './tables-used.ts'
import { plural } from './wording.ts'

/** Labels are ours: a step that migrates begins so, whoever applies it. */
export function isMigration(label: string): boolean {
  return label.startsWith('migrate ')
}

/** Why a script that speaks to the database has no time in production; null where there is none, or the size is the copy's. */
export function openScript(entries: readonly Entry[], steps: readonly string[]): string | null {
  const script = steps.find((label) => isScript(label) && speaksToDatabase(entries, label))
  const larger = script === undefined ? null : largerOf(entries, null)
  return larger === null ? null : `${larger}, and "${script}" was timed at the size of the copy alone`
}

/** `; "run deploy.sh" as here, whatever production's size`; empty where no step is such a one, or the size is the copy's. */
export function scriptsInWords(entries: readonly Entry[], steps: readonly string[]): string {
  const scripts = steps.filter(isScript)
  if (scripts.length === 0 || largerOf(entries, null) === null) return ''
  const more = scripts.length === 1 ? '' : ` and ${plural(scripts.length - 1, 'more script')}`
  return `; "${scripts[0]}"${more} as long as here, whatever production's size`
}

function isScript(label: string): boolean {
  return label.startsWith('run ')
}

/** As it was tried on a clone, or by its name where it was not. */
function speaksToDatabase(entries: readonly Entry[], label: string): boolean {
  const tried = entriesOf(entries, 'rows.compared').some(({ scripts }) => scripts?.performed.includes(label) ?? false)
  return tried || /\bpsql\b/.test(label)
}

/** A clock that is slewed, and the rounding of its times, move them by less. */
const CLOCK_SLACK_MS = 1_000

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
  if (wasSetBack(ended)) return `the clock was set back during the ${act}, so that its times say nothing`
  return last.endedAt - first.startedAt
}

/** Whether a step ended before it began, or began before the one before it had ended. */
function wasSetBack(ended: readonly EntryOf<'step.ended'>[]): boolean {
  return ended.some(({ startedAt, endedAt }, at) => {
    const before = ended[at - 1]
    return endedAt < startedAt || (before !== undefined && startedAt < before.endedAt - CLOCK_SLACK_MS)
  })
}
