import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { programme } from '../../acts/index.ts'
import type { Setting } from '../../acts/scene.ts'
import type { Judgement } from '../../checks/judgement.ts'
import { figuresOf } from '../../checks/way-figures.ts'
import { Journal } from '../../journal/journal.ts'
import type { Entry } from '../../model/evidence.ts'
import type { WayBack } from '../../model/step.ts'
import { rehearse } from '../../rehearse.ts'
import { writeReports } from '../write-reports.ts'
import { startedFact } from './started.ts'

interface OtherWays {
  readonly setting: Setting
  readonly weaker: readonly string[]
  /** Where the comparison is recorded: the journal of the declared way. */
  readonly journal: Journal
  readonly hear: (entry: Entry) => void
  /** Called before each, with its name. */
  readonly announce: (way: string) => void
  readonly signal: AbortSignal
}

/** Rehearses the same upgrade once per other way back, one after another, each in a folder of its own. */
export async function rehearseOtherWays(ways: readonly WayBack[], others: OtherWays): Promise<void> {
  for (const rollback of ways) {
    if (others.signal.aborted) return
    others.announce(rollback.way)
    const folder = join(others.setting.folder, 'ways', rollback.way)
    const { entries, judgement } = await rehearseWay(rollback, folder, others)
    const figures = figuresOf(entries, judgement.verdict)
    if (others.signal.aborted || figures === null) return
    others.journal.record({ kind: 'way.rehearsed', folder: join('ways', rollback.way), ...figures })
  }
}

async function rehearseWay(
  rollback: WayBack,
  folder: string,
  { setting, weaker, hear, signal }: OtherWays,
): Promise<{ readonly entries: readonly Entry[]; readonly judgement: Judgement }> {
  mkdirSync(folder, { recursive: true })
  const label = { id: randomBytes(3).toString('hex'), pid: process.pid }
  const own: Setting = { ...setting, folder, label, plan: { ...setting.plan, rollback } }
  using journal = new Journal(join(folder, 'journal.jsonl'))
  journal.listen(hear)
  journal.record(startedFact(own.plan, { ...own, weaker }))
  const judgement = await rehearse(programme(own), journal, signal)
  const entries = journal.read()
  writeReports(folder, entries, judgement)
  return { entries, judgement }
}
