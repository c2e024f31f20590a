import { randomBytes } from 'node:crypto'
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

/** What a further rehearsal of the same command shares with the first. */
export interface FurtherRun {
  readonly setting: Setting
  readonly weaker: readonly string[]
  readonly hear: (entry: Entry) => void
  readonly signal: AbortSignal
}

/** Rehearses once more on a new copy, with a journal and reports of its own in the folder. */
export async function rehearseOnceMore(
  changed: Pick<Setting, 'folder' | 'plan'> & Partial<Setting>,
  { setting, weaker, hear, signal }: FurtherRun,
): Promise<{ readonly entries: readonly Entry[]; readonly judgement: Judgement }> {
  const own: Setting = { ...setting, ...changed, label: { id: randomBytes(3).toString('hex'), pid: process.pid } }
  mkdirSync(own.folder, { recursive: true })
  using journal = new Journal(join(own.folder, 'journal.jsonl'))
  journal.listen(hear)
  journal.record(startedFact(own.plan, { ...own, weaker }))
  const judgement = await rehearse(programme(own), journal, signal)
  const entries = journal.read()
  writeReports(own.folder, entries, judgement)
  return { entries, judgement }
}
