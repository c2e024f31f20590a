import { comparedOf } from '../../checks/compared.ts'
import { playOf } from '../../checks/play.ts'
import { fold, h } from '../html/markup.ts'
import { notRecorded, ROOMY_STYLE } from '../html/prose.ts'
import type { Section } from '../html/section.ts'
import { WHISKER_STYLE } from '../html/whisker.ts'
import { howCompared } from './before-after/design.ts'
import { endpointsCompared } from './before-after/endpoints.ts'
import { metricsCompared } from './before-after/metrics.ts'
import { nightsBefore } from './before-after/nights.ts'
import { phasesMeasured } from './before-after/phases.ts'

/** Each endpoint before the upgrade and after it, and what the run can and cannot have seen. */
export const beforeAfter: Section = {
  id: 'before-after',
  title: 'Before and after',
  render({ entries }) {
    const play = playOf(entries)
    if (play === null) return null
    const measured = phasesMeasured(play)
    if (measured === null) return [notRecorded('no act with traffic ended, so that there is neither before nor after')]
    const seen = comparedOf(play)
    if ('ruling' in seen) {
      const why = `Before was not compared with after: ${seen.because}`
      return [h('p', why), ...nightsBefore(entries), h('h3', measured.title), measured.grid]
    }
    return [
      ...endpointsCompared(play, seen.entry),
      metricsCompared(seen.entry),
      fold(measured.title, measured.grid),
      ...howCompared(entries, seen),
      ...nightsBefore(entries),
    ]
  },
  style: `${ROOMY_STYLE}${WHISKER_STYLE}
.bounds{display:inline-block;min-width:15rem}
#before-after td:nth-child(3){min-width:8rem}
.sparkline{display:block;color:var(--series-1)}
`,
}
