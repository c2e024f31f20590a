import type { Judgement } from '../../checks/judgement.ts'
import { believable } from '../../checks/scenery.ts'
import { type WindowSeen, windowOf } from '../../checks/window.ts'
import type { PhaseName } from '../../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { ToldStep } from '../../model/told-step.ts'
import type { Seen } from '../html/section.ts'
import type { RunFacts } from '../run.ts'

/** What a runbook is written from: the journal as far as it can be believed, and what was made of it. */
export interface RunbookSource {
  readonly entries: readonly Entry[]
  readonly started: EntryOf<'rehearsal.started'>
  readonly judgement: Judgement
  readonly run: RunFacts
  readonly window: WindowSeen
  /** Steps as they were performed, in the order of the plan. */
  readonly upgrade: readonly PerformedStep[]
  readonly rollback: readonly PerformedStep[]
}

/** A step of the plan, and how it went here. */
export interface PerformedStep {
  readonly number: number
  readonly label: string
  /** null where the journal does not say what a step does. */
  readonly told: ToldStep | null
  /** null where it was not performed. */
  readonly ended: EntryOf<'step.ended'> | null
}

/**
 * null for a journal of no rehearsal, for one in which nothing is upgraded, and for one that ended before the first step
 * did: there is nothing to perform, or nothing is known of it.
 */
export function runbookSource({ entries: recorded, judgement, run }: Seen): RunbookSource | null {
  const entries = believable(recorded)
  const [started] = entriesOf(entries, 'rehearsal.started')
  const window = windowOf(entries)
  if (started === undefined || window === null || started.upgradeSteps.length === 0) return null
  if (!entriesOf(entries, 'step.ended').some(({ act }) => act === 'upgrade')) return null
  const performed = (act: 'upgrade' | 'rollback', labels: readonly string[]) =>
    labels.map((label, index) => ({
      number: index + 1,
      label,
      told: started.steps?.[act][index] ?? null,
      ended: entriesOf(entries, 'step.ended').findLast((step) => step.act === act && step.step === index) ?? null,
    }))
  return {
    ...{ entries, started, judgement, run, window },
    upgrade: performed('upgrade', started.upgradeSteps),
    rollback: performed('rollback', started.rollbackSteps),
  }
}

/** The owner as text; who is not named is asked for. */
export function ownerOf({ started }: Pick<RunbookSource, 'started'>): string {
  return started.change?.owner ?? 'whoever leads the change'
}

/** The last word on a phase. */
export function phaseOf(entries: readonly Entry[], name: PhaseName): EntryOf<'traffic.phase'> | undefined {
  return entriesOf(entries, 'traffic.phase').findLast(({ phase }) => phase === name)
}
