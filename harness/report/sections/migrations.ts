import { type HeldUnderLoad, heldUnderLoad } from '../../checks/held-under-load.ts'
import { playOf } from '../../checks/play.ts'
import { examinedIn } from '../../checks/trials/examined.ts'
import { notRecorded, ROOMY_STYLE } from '../html/prose.ts'
import type { Section } from '../html/section.ts'
import { descentMade } from './migrations/descent.ts'
import { migrationTold } from './migrations/migration.ts'
import { overviewOf } from './migrations/overview.ts'
import { trialsMade } from './migrations/trials.ts'
import { statementsUnderLoad } from './migrations/under-load.ts'
import { unitsOf } from './migrations/unit.ts'
import { untriedIn } from './migrations/untried.ts'

/** Migrations one by one: what each statement locks and whom it keeps waiting, and whether it goes down and up again. */
export const migrations: Section = {
  id: 'migrations',
  title: 'Migrations',
  render({ entries }) {
    const play = playOf(entries)
    const held = play === null ? NOTHING_HELD : heldUnderLoad(play)
    const units = unitsOf(entries, held)
    const underLoad = play === null ? [] : statementsUnderLoad(play, held)
    const missing = untriedIn(entries)
    const descent = descentMade(entries)
    if (units.length + missing.length + descent.length + underLoad.length === 0) return null
    return [
      ...missing.map(notRecorded),
      ...(units.length === 0 ? [] : overviewOf(units, entries)),
      ...units.map(migrationTold),
      ...underLoad,
      ...trialsMade(examinedIn(entries)),
      ...descent,
    ]
  },
  style: `${ROOMY_STYLE}
.migration{border-top:1px solid var(--line)}
.migration:target{background:var(--surface)}
.migration>summary{font-weight:600;width:auto}
.migration[open]{padding-bottom:1rem}
`,
}

const NOTHING_HELD: ReadonlyMap<string, HeldUnderLoad> = new Map()
