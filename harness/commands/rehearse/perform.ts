import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programme } from '../../acts/index.ts'
import type { Setting } from '../../acts/scene.ts'
import type { Judgement } from '../../checks/judgement.ts'
import { Journal } from '../../journal/journal.ts'
import type { Entry } from '../../model/evidence.ts'
import { rehearse } from '../../rehearse.ts'
import { writeReports } from '../write-reports.ts'
import { startedFact } from './started.ts'

export interface Performing {
  /** What this machine or runtime cannot show, one sentence each. */
  readonly weaker: readonly string[]
  readonly hear: (entry: Entry) => void
  readonly signal: AbortSignal
}

export interface Performed {
  readonly entries: readonly Entry[]
  readonly judgement: Judgement
}

/** Performs a rehearsal on a new copy, with a journal and reports of its own in the setting's folder. Prints nothing. */
export async function performRehearsal(setting: Setting, { weaker, hear, signal }: Performing): Promise<Performed> {
  mkdirSync(setting.folder, { recursive: true })
  using journal = new Journal(join(setting.folder, 'journal.jsonl'))
  journal.listen(hear)
  journal.record(startedFact(setting.plan, { ...setting, weaker }))
  const judgement = await rehearse(programme(setting), journal, signal)
  const entries = journal.read()
  writeReports(setting.folder, entries, judgement)
  return { entries, judgement }
}
