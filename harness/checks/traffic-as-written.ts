import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'
import { plural } from './wording.ts'

export const trafficAsWritten: Check = {
  id: 'traffic-as-written',
  gating: false,
  act: 'baseline',
  asks: 'Is the traffic played as the k6 scripts ask for it?',
  why: 'Two states are comparable only under the same load, sent on a schedule that waits for nobody, so executors and durations of the scripts give way. Where a script knows no rate, its closed loop is kept: it sends less the slower the answers, which hides stalls.',
  remedy: 'Give the scenario a `rate` in the spec, and it is sent on an open schedule at that rate.',
  judge: onPlay(({ entries }) => {
    const started = entriesOf(entries, 'traffic.started').at(-1)
    const scenarios = started?.scenarios ?? []
    return rule({
      findings: scenarios
        .filter(({ note }) => note !== '')
        .map(({ name, ratePerSecond, note }) => ({
          check: trafficAsWritten.id,
          severity: 'note',
          subject: name,
          summary: note,
          remedy:
            ratePerSecond === null
              ? trafficAsWritten.remedy
              : 'Nothing to do, if that is the load you mean; its rate can be set in the spec.',
          evidence: [started?.seq ?? 0],
        })),
      missing: started === undefined ? ['no traffic was started'] : [],
      settledBy: 'a rehearsal that reaches baseline',
      passed: `nothing in ${plural(scenarios.length, 'scenario')} had to be changed`,
    })
  }),
}
