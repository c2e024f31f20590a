import type { ActName, PhaseName, SteadyPhase, TransitionPhase } from '../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Ruling } from '../model/finding.ts'
import type { Limits } from '../model/limits.ts'
import type { WayName } from '../model/step.ts'
import type { Check } from './check.ts'
import { believable } from './scenery.ts'

export type Phase = EntryOf<'traffic.phase'>

/** The journal as checks read it: what was announced, what ended how, and the last word on each phase. */
export interface Play {
  readonly entries: readonly Entry[]
  readonly started: EntryOf<'rehearsal.started'>
  readonly limits: Limits
  /** False where the spec says that there is no way back; checks that ask for one are then not applicable. */
  readonly wayBack: boolean
  readonly way: WayName
  readonly upgradeFailed: boolean
  /** A phase is recorded again when late samples changed it, so its last entry counts. */
  readonly phases: ReadonlyMap<PhaseName, Phase>
}

/** Reads the journal for a check. Without its first entry nobody knows what was asked, so nothing can be answered. */
export function onPlay(judge: (play: Play) => Ruling): Check['judge'] {
  return (recorded) => {
    const play = playOf(recorded)
    return play === null ? { ruling: 'unknown', because: 'the journal does not say what was rehearsed' } : judge(play)
  }
}

/** The journal of a rehearsal as checks read it; null where it does not say what was rehearsed. */
export function playOf(recorded: readonly Entry[]): Play | null {
  const entries = believable(recorded)
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return null
  return {
    entries,
    started,
    limits: started.limits,
    wayBack: started.wayBack !== 'none',
    way: started.wayBack,
    upgradeFailed: failed(entries, 'upgrade'),
    phases: new Map(entriesOf(entries, 'traffic.phase').map((entry) => [entry.phase, entry])),
  }
}

function failed(entries: readonly Entry[], act: 'upgrade' | 'rollback'): boolean {
  return (
    (endOf(entries, act)?.status === 'failed' && !isInterrupted(entries, act)) ||
    entriesOf(entries, 'step.ended').some((step) => step.act === act && !step.ok)
  )
}

/** Whoever is interrupted has not failed: what was not seen for it is not known. No act is begun after it. */
function isInterrupted(entries: readonly Entry[], act: ActName): boolean {
  return entriesOf(entries, 'interrupted').length > 0 && entriesOf(entries, 'act.started').at(-1)?.act === act
}

export function endOf(entries: readonly Entry[], act: ActName): EntryOf<'act.ended'> | undefined {
  return entriesOf(entries, 'act.ended').findLast((entry) => entry.act === act)
}

/** Steady phases that a whole rehearsal has. Soak is skipped by design where the upgrade failed. */
export function steadyPhases({ wayBack, upgradeFailed }: Play): readonly SteadyPhase[] {
  return ['baseline', ...(upgradeFailed ? [] : (['soak'] as const)), ...(wayBack ? (['restored'] as const) : [])]
}

/** Whether the old version runs on the new schema by intention; then a check of its own asks whether it works. */
export function isOldOnNew({ way }: Play, phase: PhaseName): boolean {
  return way === 'code-only' && phase === 'restored'
}

export function transitions({ wayBack }: Play): readonly TransitionPhase[] {
  return wayBack ? ['upgrade', 'rollback'] : ['upgrade']
}

export function stepsOf({ started }: Play, act: TransitionPhase): readonly string[] {
  return act === 'upgrade' ? started.upgradeSteps : started.rollbackSteps
}

/** Whether every scenario sends on a schedule that waits for nobody; a closed loop sends less the slower the answers. */
export function keepsSchedule({ entries }: Play): boolean {
  const scenarios = entriesOf(entries, 'traffic.started').at(-1)?.scenarios ?? []
  return scenarios.every(({ ratePerSecond }) => ratePerSecond !== null)
}

/** Requests of a phase that got an answer, or failed to. */
export function requestsOf(phase: Phase): number {
  return phase.endpoints.reduce((sum, { requests }) => sum + requests, 0)
}

/** `reason` of a plan without a way back, for checks that are then not applicable. */
export function noWayBack({ started }: Play): Ruling {
  const reason = started.reason === undefined ? '' : `: ${started.reason}`
  return { ruling: 'passed', because: `not applicable, the spec declares no way back${reason}` }
}

/** Why nothing is asked of the schema after the way back; null where it is to be the one from before the upgrade. */
export function newSchemaStays(play: Play): Ruling | null {
  if (!play.wayBack) return noWayBack(play)
  if (play.way !== 'code-only') return null
  return { ruling: 'passed', because: 'not applicable: only code goes back, the new schema stays' }
}

/** Why no migration down is asked for anything; null where the way back goes down by migrations. */
export function noWayDown(play: Play): Ruling | null {
  if (play.way !== 'restore') return newSchemaStays(play)
  return { ruling: 'passed', because: 'not applicable: the way back restores a snapshot, no migration goes down' }
}
