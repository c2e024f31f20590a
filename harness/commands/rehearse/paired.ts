import { join } from 'node:path'
import type { Journal } from '../../journal/journal.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import type { Plan } from '../../plan/plan.ts'
import { type FurtherRun, rehearseOnceMore } from './once-more.ts'

interface Paired extends FurtherRun {
  /** Where the result is recorded: the journal of the run whose restored version was slower. */
  readonly journal: Journal
}

const FOLDER = 'paired'

/** Whether the restored version was slower than the baseline: all that a second run can explain. */
export function restoredSlower(entries: readonly Entry[]): boolean {
  return (entriesOf(entries, 'traffic.compared').at(-1)?.controls.restored.alarms.length ?? 0) > 0
}

/**
 * Baseline, nothing, restored: the same acts once more on a new copy, in which nothing changes. What is slower again is
 * drift of the machine, and what is not was left behind by the rollback.
 */
export async function rehearseNothing({ journal, ...further }: Paired): Promise<void> {
  const { setting, signal } = further
  const changed = { folder: join(setting.folder, FOLDER), plan: withoutChange(setting.plan), history: null }
  const { entries } = await rehearseOnceMore(changed, further)
  const restored = entriesOf(entries, 'traffic.compared').at(-1)?.controls.restored
  const { ran = false, alarms = [] } = restored ?? {}
  if (!signal.aborted) journal.record({ kind: 'paired.rehearsed', folder: FOLDER, ran, alarms })
}

function withoutChange(plan: Plan): Plan {
  const pointOfNoReturn = 'none, for nothing is changed'
  return {
    ...plan,
    upgrade: [],
    rollback: { way: 'down', steps: [], pointOfNoReturn },
    alternatives: [],
    invariants: plan.invariants.filter(({ on }) => on !== 'new'),
  }
}
