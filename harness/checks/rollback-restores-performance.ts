import { entriesOf } from '../model/evidence.ts'
import type { ControlAlarm, EndpointComparison } from '../model/facts-of-judging.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onCompared } from './compared.ts'
import { alarmInWords, hangsInWords } from './compared-in-words.ts'
import { explains, slowdownOf } from './machine-pace.ts'
import { noWayBack, onPlay } from './play.ts'
import { passed, rule } from './rule.ts'
import { few } from './wording.ts'

const EITHER = 'the rollback did not restore performance, or the machine drifted'

export const rollbackRestoresPerformance: Check = {
  id: 'rollback-restores-performance',
  gating: true,
  act: 'restored',
  asks: 'Is every endpoint as quick after the rollback as it was before the upgrade?',
  why: 'A rollback that restores the schema may leave bloat, a missing index or cold caches behind. The restored version is the old one, so the two must agree; where they do not, either something was left behind or the machine drifted.',
  remedy:
    'Look for what the way back left: bloat, statistics, indexes, settings; rehearse again to tell it from a machine that drifts.',
  judge: onPlay((play) => {
    if (!play.wayBack) return noWayBack(play)
    if (play.way === 'code-only') return passed('not applicable: the old version stays on the new schema')
    return onCompared((_, { entry, faults }) => {
      const { restored } = entry.controls
      const paired = faults.length > 0 ? undefined : entriesOf(play.entries, 'paired.rehearsed').at(-1)
      const slower = slowdownOf(play, 'restored')
      // What is repeated meets the slower machine from its baseline on, so that it has nothing to say of this one.
      const blamed = restored.alarms.filter((alarm) => slower === null || !explains(slower, alarm))
      const left = paired?.ran === true ? blamed.filter((alarm) => !isAmong(alarm, paired.alarms)) : []
      const open = restored.alarms.filter((alarm) => !left.includes(alarm)).map(alarmInWords)
      const hung = entry.endpoints.flatMap(hungAfterwards)
      const drifted =
        slower?.words ?? (paired?.ran === true ? 'so it was without a change, so the machine drifts' : EITHER)
      return rule({
        findings: left.map((alarm) => finding(alarm, [entry.seq, paired?.seq ?? entry.seq])),
        missing: [
          ...(open.length === 0
            ? []
            : [`the restored version is slower than the baseline was: ${few(open, 2, '; ')}; ${drifted}`, ...faults]),
          ...hung,
        ],
        settledBy: 'a rehearsal with --paired on a quiet machine, which repeats it without a change',
        passed: restored.ran
          ? 'no endpoint is slower on the restored version than in the baseline'
          : `not asked: ${restored.because}`,
      })
    })(play)
  }),
}

function hungAfterwards({ endpoint, hangs = [] }: EndpointComparison): readonly string[] {
  return hangs.filter(({ phase }) => phase === 'restored').map((one) => `${endpoint}: ${hangsInWords(one)}`)
}

function isAmong({ endpoint }: ControlAlarm, alarms: readonly ControlAlarm[]): boolean {
  return alarms.some((alarm) => alarm.endpoint === endpoint)
}

/** Slower after the rollback, and not where the same acts passed without a change. */
function finding(alarm: ControlAlarm, evidence: readonly number[]): Finding {
  return {
    check: rollbackRestoresPerformance.id,
    severity: 'blocker',
    subject: alarm.endpoint,
    summary: `slower on the restored version than in the baseline: ${alarmInWords(alarm)}; repeated without a change it is not`,
    remedy: 'Find what the rollback left behind: a missing index, bloat, statistics, settings, a cold cache.',
    measured: { [`${alarm.metric}Before`]: alarm.before, [`${alarm.metric}After`]: alarm.after },
    evidence,
  }
}
