import type { Check } from './check.ts'
import { onCompared } from './compared.ts'
import { alarmInWords } from './compared-in-words.ts'
import { noWayBack, onPlay } from './play.ts'
import { passed, rule } from './rule.ts'
import { few } from './wording.ts'

export const rollbackRestoresPerformance: Check = {
  id: 'rollback-restores-performance',
  gating: true,
  asks: 'Is every endpoint as quick after the rollback as it was before the upgrade?',
  why: 'A rollback that restores the schema may leave bloat, a missing index or cold caches behind. The restored version is the old one, so the two must agree; where they do not, either something was left behind or the machine drifted.',
  remedy:
    'Look for what the way back left: bloat, statistics, indexes, settings; rehearse again to tell it from a machine that drifts.',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    if (play.way === 'code-only') return passed('not applicable: the old version stays on the new schema')
    return onCompared((_, { entry, faults }) => {
      const { restored } = entry.controls
      const alarms = restored.alarms.map(alarmInWords)
      return rule({
        findings: [],
        missing:
          alarms.length === 0
            ? []
            : [
                `the restored version is slower than the baseline was: ${few(alarms, 2, '; ')}; the rollback did not restore performance, or the machine drifted`,
                ...faults,
              ],
        settledBy: 'a rehearsal on a quiet machine; what shows again is no drift',
        passed: restored.ran
          ? 'no endpoint is slower on the restored version than in the baseline'
          : `not asked: ${restored.because}`,
      })
    })(play)
  }),
}
