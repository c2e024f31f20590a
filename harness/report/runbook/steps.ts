import { overlaps, type Part, partsOf } from '../../checks/clients.ts'
import { atLeast } from '../../checks/window-in-words.ts'
import { plural } from '../../checks/wording.ts'
import { formatDuration } from '../../model/duration.ts'
import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { code, escapeMarkdown, markdownTable, toldInMarkdown } from '../markdown-text.ts'
import { clockOf } from './clock.ts'
import { heldInWords, longestHeld } from './held.ts'
import { type PerformedStep, phaseOf, type RunbookSource } from './source.ts'
import { doingsOf } from './told.ts'

const MOST_LOCKS = 3

/** The upgrade: all steps with their times at a glance, then each by itself. */
export function stepsSection(source: RunbookSource): readonly string[] {
  const { upgrade, window } = source
  const soak = window.parts.find(({ name }) => name === 'soak')
  const lastMs = endOf(source)
  const snapshot = snapshotMs(source)
  const rows = [
    ...(snapshot > 0 ? [['', clockOf(0), 'take the snapshot', atLeast(snapshot)]] : []),
    ...upgrade.map((step) => [String(step.number), beginOf(source, step), code(labelOf(step)), tookOf(step)]),
    [
      '',
      lastMs === null ? 'not known' : clockOf(lastMs),
      'watch the new version, then decide',
      `${atLeast(soak?.takes?.highMs ?? 0)}, ${soak?.note ?? ''}`,
    ],
  ]
  return [
    '## Steps\n',
    markdownTable(['step', 'begins', 'what', 'how long'], rows, [0, 3]),
    ...upgrade.flatMap((step) => detailsOf(source, step)),
  ]
}

/** The label as it was told, without secrets; journals that do not tell have the label alone. */
export function labelOf({ label, told }: PerformedStep): string {
  return told?.label ?? label
}

/** How long a step took, or how it ended. */
export function tookOf({ ended }: PerformedStep): string {
  if (ended === null) return 'not performed'
  return ended.ok
    ? atLeast(ended.endedAt - ended.startedAt)
    : `**failed** after ${atLeast(ended.endedAt - ended.startedAt)}`
}

/** What comes before step 1 and is within the window. */
function snapshotMs({ window }: RunbookSource): number {
  return window.parts.find(({ name }) => name === 'snapshot')?.takes?.highMs ?? 0
}

function firstMs({ upgrade }: RunbookSource): number | null {
  return upgrade[0]?.ended?.startedAt ?? null
}

function endOf(source: RunbookSource): number | null {
  const [first, last] = [firstMs(source), source.upgrade.at(-1)?.ended ?? null]
  return first === null || last === null || !last.ok ? null : snapshotMs(source) + last.endedAt - first
}

function beginOf(source: RunbookSource, { ended }: PerformedStep): string {
  const first = firstMs(source)
  return first === null || ended === null ? 'not known' : clockOf(snapshotMs(source) + ended.startedAt - first)
}

function detailsOf(source: RunbookSource, step: PerformedStep): readonly string[] {
  return [
    `### ${step.number}. ${code(labelOf(step))}\n`,
    ...doingsOf(step.told),
    ...seenOf(source, step).map((line) => `- ${line}`),
    '',
  ]
}

/** What it did to others here: the yardstick for what is seen in production. */
function seenOf(source: RunbookSource, { ended }: PerformedStep): readonly string[] {
  if (ended === null) return ['It was not performed in this rehearsal: nothing is known of it.']
  const how = ended.ok ? [] : [`**It failed here**: ${toldInMarkdown(ended.reason ?? 'no reason was given')}`]
  return [...how, ...locksOf(source, ended), clientsOf(source, ended), `Go on when it has ended well; else go back.`]
}

function locksOf(
  { entries, started }: RunbookSource,
  { startedAt, endedAt }: EntryOf<'step.ended'>,
): readonly string[] {
  const watched = entriesOf(entries, 'locks.watched')
  const step = { fromMs: startedAt, toMs: endedAt }
  if (!watched.some((watch) => overlaps(watch, step))) return ['Not recorded: which locks it held.']
  const held = longestHeld(
    entriesOf(entries, 'lock.held').filter((lock) => lock.act === 'upgrade' && overlaps(lock, step)),
  )
  if (held.length === 0) return ['It was seen to hold no lock on a table in use.']
  const told = held
    .slice(0, MOST_LOCKS)
    .map(
      ({ relation, mode, fromMs, toMs }) =>
        `${spellLockMode(mode)} on ${escapeMarkdown(relation)}: ${heldInWords(toMs - fromMs)}`,
    )
  const more = held.length > MOST_LOCKS ? `, and ${held.length - MOST_LOCKS} shorter ones` : ''
  const limit = formatDuration(started.limits.accessExclusiveMs)
  return [`Longest locks here: ${told.join('; ')}${more} (limit for ACCESS EXCLUSIVE: ${limit}).`]
}

/** A request belongs to the step over which it began: it may be answered, or given up, while a later one is performed. */
function clientsOf({ entries, upgrade }: RunbookSource, ended: EntryOf<'step.ended'>): string {
  const phase = phaseOf(entries, 'upgrade')
  if (phase === undefined) return 'Not recorded: what clients felt.'
  const steps = upgrade.flatMap((step) => step.ended ?? [])
  const stepOf = (part: Part) =>
    steps.find(({ startedAt, endedAt }) => overlaps(part, { fromMs: startedAt, toMs: endedAt }))
  const met = partsOf(phase.stalls).filter(({ fromMs, toMs }) =>
    overlaps({ fromMs, toMs }, { fromMs: ended.startedAt, toMs: ended.endedAt }),
  )
  const windows = met.filter((part) => stepOf(part)?.step === ended.step)
  if (windows.length === 0 && met.length > 0)
    return 'No request that began here stalled or failed; some that began earlier were still waiting.'
  if (windows.length === 0) return 'No request stalled or failed here.'
  const stalled = windows.reduce((sum, window) => sum + window.stalled, 0)
  const failed = windows.reduce((sum, window) => sum + window.failed, 0)
  const longest = Math.max(...windows.map(({ longestMs }) => longestMs))
  return `Clients felt it here: ${plural(stalled, 'request')} stalled, ${failed} failed, the longest took ${atLeast(longest)}.`
}
