import type { Change } from '../model/change.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import { largerOf, unfilledOf, unknownOf, usedBy } from './tables-used.ts'
import { isMigration, openScript, scriptsInWords, stepsMs } from './window-steps.ts'

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
  const larger = largerOf(entries, null)
  if (larger !== null)
    return { name: 'snapshot', takes: null, note: `${larger}, so that a snapshot takes longer there` }
  const unknown = unknownOf(entries, null)
  if (unknown !== null) return { name: 'snapshot', takes: null, note: unknown }
  const tookMs = taken.endedAt - taken.startedAt
  if (tookMs < 0) return { name: 'snapshot', takes: null, note: 'the clock was set back while the snapshot was taken' }
  return { name: 'snapshot', takes: exactly(tookMs), note: 'measured' }
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
  const grown = migrations.map((own, index) => growthOf(entries, own, index + 1))
  const open = grown.find((one) => one.open !== null)?.open ?? openScript(entries, steps)
  if (open !== null) return { name, takes: null, note: open }
  const more = sum(grown.flatMap(({ more }) => more ?? []))
  const takes = { lowMs: measured + more.lowMs, highMs: measured + more.highMs }
  const larger = grown.find((one) => one.larger !== null)?.larger ?? null
  const how = larger === null ? 'measured' : `predicted from trials on filled tables: ${larger}`
  return { name, takes, note: `${how}${scriptsInWords(entries, steps)}` }
}

interface Growth {
  /** How production is larger; null where it is not, for this migration. */
  readonly larger: string | null
  /** How much longer than here it takes there; null where nothing is added. */
  readonly more: TimeRange | null
  /** Why that is not known; null where it is. */
  readonly open: string | null
}

function growthOf(
  entries: readonly Entry[],
  { label, step }: { readonly label: string; readonly step: number },
  migration: number,
): Growth {
  const used = usedBy(entries, migration)
  const larger = largerOf(entries, used)
  if (larger === null) return { larger, more: null, open: unknownOf(entries, used) }
  const more = predictedOf(entries, step, migration)
  const open = more === null ? `${larger}, and "${label}" has no prediction for that size` : null
  return { larger, more, open: open ?? unfilledOf(entries, used, [migration]) ?? unknownOf(entries, used) }
}

/**
 * How much longer than here a migration takes at production's rows; null where its trials predict nothing. They were
 * alone, so the upper end keeps what its statements took longer here: they waited for locks, as they will there.
 */
function predictedOf(entries: readonly Entry[], step: number, migration: number): TimeRange | null {
  const predicted = entriesOf(entries, 'duration.predicted').filter((one) => one.migration === migration)
  if (predicted.length === 0) return null
  const { lowMs, highMs } = sum(predicted)
  const hereMs = statementsMs(entries, step)
  const workMs = Math.min(hereMs, aloneMs(entries, migration))
  return { lowMs: Math.max(0, lowMs - hereMs), highMs: Math.max(0, highMs - workMs) }
}

/** What the statements of a migration took on its clone, with nobody beside it and as many rows as the copy has. */
function aloneMs(entries: readonly Entry[], migration: number): number {
  const alone = entriesOf(entries, 'trial.started').find(
    (one) => one.migration === migration && one.scenario === 'alone',
  )
  return entriesOf(entries, 'statement.traced')
    .filter(({ trial }) => trial !== null && trial === alone?.trial)
    .reduce((ms, { startedAt, endedAt }) => ms + Math.max(0, endedAt - startedAt), 0)
}

/** What the statements of a step took here: as its files were applied, or as the proxy saw a tool send them. */
function statementsMs(entries: readonly Entry[], step: number): number {
  const ran = entriesOf(entries, 'statement.ran').filter((one) => one.act === 'upgrade' && one.step === step)
  const traced = entriesOf(entries, 'statement.traced').filter((one) => one.act === 'upgrade' && one.step === step)
  const statements = ran.length > 0 ? ran : traced
  return statements.reduce((ms, { startedAt, endedAt }) => ms + Math.max(0, endedAt - startedAt), 0)
}
