import { noWayDown, type Play } from '../../../checks/play.ts'
import { gist } from '../../../checks/steps-complete.ts'
import { few, plural } from '../../../checks/wording.ts'
import { entriesOf } from '../../../model/evidence.ts'
import { h, type Markup, table, wide } from '../../html/markup.ts'
import { brief, notRecorded, part } from '../../html/prose.ts'

const TITLES = ['the upgrade stops after', 'the rollback', 'differs from before the upgrade'] as const

/** The rollback from each place where the upgrade may have stopped, on clones. */
export function retreatsTried(play: Play): readonly Markup[] {
  if (noWayDown(play) !== null || play.started.pointOfNoReturn === undefined) return []
  const ended = entriesOf(play.entries, 'retreats.ended').at(-1)
  const tried = entriesOf(play.entries, 'retreat.tried')
  if (ended === undefined && tried.length === 0)
    return part(TITLE, [notRecorded('the rollback was not tried from there')])
  if (tried.length === 0)
    return part(TITLE, [
      h('p', 'The upgrade migrates nothing, or in one go: there is no half-way state to go back from.'),
    ])
  const stops = ended?.stops ?? tried.length
  const rows = tried.map(({ after, ok, reason, differences }) => [
    after,
    ok ? 'completes' : brief(`fails: ${gist(reason ?? 'no reason was given')}`),
    differences.length === 0 ? 'nothing' : brief(few(differences, 5)),
  ])
  return part(TITLE, [
    h('p', `Tried on clones from ${tried.length} of ${plural(stops, 'stop')}.`),
    wide('Rollback from where the upgrade may stop', table(TITLES, rows)),
  ])
}

const TITLE = 'Back from half-way'
