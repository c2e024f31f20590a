import { join } from 'node:path'
import { reasonsOf } from '../../checks/reasons.ts'
import { figuresOf } from '../../checks/way-figures.ts'
import type { Journal } from '../../journal/journal.ts'
import type { WayBack } from '../../model/step.ts'
import { type FurtherRun, rehearseOnceMore } from './once-more.ts'

interface OtherWays extends FurtherRun {
  /** Where the comparison is recorded: the journal of the declared way. */
  readonly journal: Journal
  /** Called before each, with its name. */
  readonly announce: (way: string) => void
}

/** Rehearses the same upgrade once per other way back, one after another, each in a folder of its own. */
export async function rehearseOtherWays(ways: readonly WayBack[], others: OtherWays): Promise<void> {
  for (const rollback of ways) {
    if (others.signal.aborted) return
    others.announce(rollback.way)
    const folder = join(others.setting.folder, 'ways', rollback.way)
    const { entries, judgement } = await rehearseOnceMore(
      { folder, plan: { ...others.setting.plan, rollback } },
      others,
    )
    const figures = figuresOf(entries, judgement.verdict)
    if (others.signal.aborted || figures === null) return
    const [reason] = judgement.verdict === 'go' ? [] : reasonsOf(entries, judgement)
    const told = { folder: join('ways', rollback.way), ...(reason === undefined ? {} : { reason }) }
    others.journal.record({ kind: 'way.rehearsed', ...told, ...figures })
  }
}
