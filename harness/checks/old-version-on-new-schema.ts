import type { Check } from './check.ts'
import { hopeless } from './hopeless.ts'
import { hardlyReached, notWorking } from './not-working.ts'
import { noWayBack, onPlay, requestsOf } from './play.ts'
import { passed, rule } from './rule.ts'
import { THINNED_SETTLED_BY } from './vanished.ts'
import { plural } from './wording.ts'

export const oldVersionOnNewSchema: Check = {
  id: 'old-version-on-new-schema',
  gating: true,
  act: 'restored',
  asks: 'Where only code goes back: does the old version work on the new schema, for reads and writes?',
  why: 'A shop that never migrates down goes back by starting the old version again. It then meets columns that it does not fill, names that are gone and constraints that it never heard of, and it meets them when things go badly already.',
  remedy:
    'Expand first and contract in a later release: a default or NULL for what the old version does not write, and no name that it uses removed.',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    if (play.way !== 'code-only') return passed('not applicable: the old version does not stay on the new schema')
    const [baseline, restored] = [play.phases.get('baseline'), play.phases.get('restored')]
    const thin = hardlyReached(play, restored)
    const requests = restored === undefined ? 0 : requestsOf(restored)
    return rule({
      findings: restored === undefined ? [] : notWorking(oldVersionOnNewSchema.id, play, restored),
      missing: [
        ...(baseline === undefined ? ['no requests were recorded in baseline'] : hopeless(baseline)),
        ...(requests === 0 ? ['no requests were recorded in restored'] : []),
        ...thin,
      ],
      settledBy:
        thin.length > 0 ? THINNED_SETTLED_BY : 'a rehearsal whose old version takes traffic after the rollback',
      passed: `${plural(requests, 'request')} to the old version on the new schema went as they did before the upgrade`,
    })
  }),
}
