import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programme } from '../../acts/index.ts'
import type { Setting } from '../../acts/scene.ts'
import { Journal } from '../../journal/journal.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import type { Plan } from '../../plan/plan.ts'
import { rehearse } from '../../rehearse.ts'
import { writeReports } from '../write-reports.ts'
import { startedFact } from './started.ts'

interface Paired {
  readonly setting: Setting
  readonly weaker: readonly string[]
  /** Where the result is recorded: the journal of the run whose restored version was slower. */
  readonly journal: Journal
  readonly hear: (entry: Entry) => void
  readonly signal: AbortSignal
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
export async function rehearseNothing({ setting, weaker, journal, hear, signal }: Paired): Promise<void> {
  const folder = join(setting.folder, FOLDER)
  mkdirSync(folder, { recursive: true })
  const label = { id: randomBytes(3).toString('hex'), pid: process.pid }
  const own: Setting = { ...setting, folder, history: null, label, plan: withoutChange(setting.plan) }
  using second = new Journal(join(folder, 'journal.jsonl'))
  second.listen(hear)
  second.record(startedFact(own.plan, { ...own, weaker }))
  const judgement = await rehearse(programme(own), second, signal)
  const entries = second.read()
  writeReports(folder, entries, judgement)
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
