import { type HeldUnderLoad, heldUnderLoad } from '../../checks/held-under-load.ts'
import { playOf } from '../../checks/play.ts'
import { examinedIn } from '../../checks/trials/examined.ts'
import { unprobed } from '../../checks/unprobed.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { notRecorded, ROOMY_STYLE } from '../html/prose.ts'
import type { Section } from '../html/section.ts'
import { descentMade } from './migrations/descent.ts'
import { migrationTold } from './migrations/migration.ts'
import { overviewOf } from './migrations/overview.ts'
import { trialsMade } from './migrations/trials.ts'
import { statementsUnderLoad } from './migrations/under-load.ts'
import { unitsOf } from './migrations/unit.ts'

/** Migrations one by one: what each statement locks and whom it keeps waiting, and whether it goes down and up again. */
export const migrations: Section = {
  id: 'migrations',
  title: 'Migrations',
  render({ entries }) {
    const play = playOf(entries)
    const held = play === null ? NOTHING_HELD : heldUnderLoad(play)
    const units = unitsOf(entries, held)
    const underLoad = play === null ? [] : statementsUnderLoad(play, held)
    const missing = missingIn(entries)
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

/** What a run that migrates should have tried, and did not. */
function missingIn(entries: readonly Entry[]): readonly string[] {
  const play = playOf(entries)
  if (play === null) return []
  const why = unprobed(play.entries)
  const failed = entriesOf(play.entries, 'probe.failed').map(({ probe, reason }) => `probe ${probe} failed: ${reason}`)
  const migrates = play.started.upgradeSteps.some((label) => label.startsWith('migrate '))
  const [examined] = entriesOf(play.entries, 'migration.examined')
  const untried = migrates && examined === undefined && why === null && failed.length === 0
  return [
    ...(why === null ? [] : [`migrations were not tried on clones: ${why}`]),
    ...(untried ? ['migrations were not tried on clones'] : []),
    ...failed,
  ]
}
