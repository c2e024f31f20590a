import { playOf } from '../../../checks/play.ts'
import { firstLine } from '../../../checks/stairs/stairway.ts'
import { unprobed } from '../../../checks/unprobed.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'

/** What a run should have tried of its migrations, and did not; a clause each. */
export function untriedIn(entries: readonly Entry[]): readonly string[] {
  return [...inRehearsal(entries), ...ofLocks(entries), ...ofStairway(entries)]
}

function inRehearsal(entries: readonly Entry[]): readonly string[] {
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

function ofLocks(entries: readonly Entry[]): readonly string[] {
  const [started] = entriesOf(entries, 'locks.started')
  const examined = new Set(entriesOf(entries, 'migration.examined').map(({ name }) => name))
  const never = (started?.migrations ?? []).filter((name) => !examined.has(name))
  return never.length === 0 ? [] : [`never examined: ${never.join(', ')}`]
}

function ofStairway(entries: readonly Entry[]): readonly string[] {
  const [started] = entriesOf(entries, 'stairway.started')
  const climbed = new Set(entriesOf(entries, 'stair.climbed').map(({ name }) => name))
  const never = started?.direct === true ? [] : (started?.stairs ?? []).filter((name) => !climbed.has(name))
  return [
    ...entriesOf(entries, 'stairway.ended').flatMap(({ stopped }) =>
      stopped === null ? [] : [`the stairway stopped: ${firstLine(stopped)}`],
    ),
    ...(never.length === 0 ? [] : [`never tried down and up again: ${never.join(', ')}`]),
  ]
}
