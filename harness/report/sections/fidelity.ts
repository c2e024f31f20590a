import { FIDELITY_TITLES, fidelityInWords, leftOutInWords, replayedInWords } from '../../checks/fidelity-in-words.ts'
import { entriesOf } from '../../model/evidence.ts'
import { h, number, table, wide } from '../html/markup.ts'
import { bullets } from '../html/prose.ts'
import type { Section } from '../html/section.ts'

/** How production-like the baseline was, where a model of production's traffic was replayed. */
export const fidelity: Section = {
  id: 'fidelity',
  title: 'Fidelity of the traffic',
  render({ entries }) {
    const replayed = entriesOf(entries, 'traffic.fidelity').at(-1)
    if (replayed === undefined) return null
    const rows = replayed.endpoints.map((one) => {
      const [name = '', ...figures] = replayedInWords(one)
      return [name, ...figures.map(number)]
    })
    return [
      h('p', `${fidelityInWords(replayed)}.`),
      wide('Fidelity, endpoint by endpoint', table(FIDELITY_TITLES, rows, CAPTION)),
      ...bullets(leftOutInWords(replayed)),
    ]
  },
}

const CAPTION =
  'Asked by the model against sent in the baseline. Gaps: Kolmogorov–Smirnov distance of the time between requests. Latencies: the baseline’s, then production’s.'
