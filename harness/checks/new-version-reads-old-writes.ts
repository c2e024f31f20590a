import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { hardlyReached, notWorking } from './not-working.ts'
import { noWayBack, onPlay, requestsOf } from './play.ts'
import { passed, rule } from './rule.ts'
import { gist } from './steps-complete.ts'
import { THINNED_SETTLED_BY } from './vanished.ts'
import { plural } from './wording.ts'

export const newVersionReadsOldWrites: Check = {
  id: 'new-version-reads-old-writes',
  gating: true,
  act: 'forward',
  asks: 'Where only code goes back: does the new version, started again, read what the old one wrote meanwhile?',
  why: 'Whoever takes code back tries the upgrade again, and nobody migrates anything then: the schema is new already. Rows that the old version wrote lack what the new one takes for granted, and break it on its second day.',
  remedy:
    'Have the new version read rows that lack what only it writes, or have the database fill it in, by a default or a trigger, until no old version writes any more.',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    if (play.way !== 'code-only') return passed('not applicable: no old version writes on the new schema')
    if (play.upgradeFailed) return passed('not applicable: the upgrade failed, so nobody would go forward to it again')
    const phase = play.phases.get('forward')
    const thin = hardlyReached(play, phase)
    const requests = phase === undefined ? 0 : requestsOf(phase)
    const stopped = entriesOf(play.entries, 'forward.swapped').filter(({ ok }) => !ok)
    return rule({
      findings: [
        ...stopped.map(finding),
        ...(phase === undefined ? [] : notWorking(newVersionReadsOldWrites.id, play, phase)),
      ],
      missing: requests === 0 ? ['no requests were recorded in forward'] : thin,
      settledBy:
        thin.length > 0
          ? THINNED_SETTLED_BY
          : 'a rehearsal in which the new version takes traffic again after the old one',
      passed: `${plural(requests, 'request')} to the new version, after the old one had written, went as they did before the upgrade`,
    })
  }),
}

function finding({ label, reason = '', seq }: EntryOf<'forward.swapped'>): Finding {
  return {
    check: newVersionReadsOldWrites.id,
    severity: 'blocker',
    subject: label,
    summary: `did not come back after the old version had written: ${gist(reason)}`,
    remedy: newVersionReadsOldWrites.remedy,
    evidence: [seq],
  }
}
