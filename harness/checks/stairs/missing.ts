import { type Entry, entriesOf } from '../../model/evidence.ts'
import { gist } from '../steps-complete.ts'
import { unprobed } from '../unprobed.ts'
import { few } from '../wording.ts'

/** Why fewer stairs were climbed than there are, one clause each. */
export function missingStairs(entries: readonly Entry[]): readonly string[] {
  const probes = entriesOf(entries, 'probe.failed').filter(({ probe }) => probe === 'stairway')
  const failed = probes.map(({ reason }) => `migrations could not be tried down and up again: ${gist(reason)}`)
  const [started] = entriesOf(entries, 'stairway.started')
  if (started === undefined) {
    const reason = failed.length === 0 ? unprobed(entries) : null
    return reason === null ? failed : [`no migration was tried down and up again: ${reason}`]
  }
  const ended = [...entriesOf(entries, 'stairway.ended'), ...entriesOf(entries, 'descent.ended')]
  const climbed = new Set(entriesOf(entries, 'stair.climbed').map(({ name }) => name))
  const unseen = started.stairs.filter((name) => !climbed.has(name))
  const stopped = ended.flatMap(({ stopped: reason }) => (reason === null ? [] : [gist(reason)]))
  const ends = endsOf(entries)
  const torn = ended.length === 0 && failed.length === 0 && ends.length === 0
  return [
    ...failed,
    // What ended a rehearsal later on took nothing from its stairway.
    ...(started.in === 'stairway' || ended.length === 0 ? ends : []),
    ...stopped,
    ...(torn ? ['the journal stops before the stairway’s end: it was killed, or is still under way'] : []),
    ...(unseen.length === 0 ? [] : [`never tried: ${few(unseen)}`]),
  ]
}

function endsOf(entries: readonly Entry[]): readonly string[] {
  return [
    ...entriesOf(entries, 'harness.failed').map(({ reason }) => `the harness itself failed: ${gist(reason)}`),
    ...entriesOf(entries, 'operator.must.act').map(({ message, hint }) => `${gist(message)} (${hint})`),
    ...entriesOf(entries, 'interrupted').map(({ signal }) => `it was interrupted by ${signal}`),
  ]
}
