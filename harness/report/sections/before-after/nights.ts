import { signed } from '../../../checks/compared-in-words.ts'
import { foreignInWords, nightsInWords } from '../../../checks/nights-in-words.ts'
import { msInWords } from '../../../checks/quantiles-in-words.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'
import type { Trend } from '../../../model/facts-of-nights.ts'
import { type Markup, number, table, wide } from '../../html/markup.ts'
import { paragraphs, part } from '../../html/prose.ts'
import { sparkline } from '../../html/sparkline.ts'

const TITLES = ['endpoint', 'quantile', 'nights', 'soak of each night, ms', 'another level', 'noise floor'] as const

/** Earlier runs in an equal environment; nothing where there is none. */
export function nightsBefore(entries: readonly Entry[]): readonly Markup[] {
  const read = entriesOf(entries, 'nights.read').at(-1)
  if (read === undefined) return []
  const { nights, trends, noise, older, foreign = 0 } = read
  const [head] = nightsInWords(nights, trends, { older })
  const sentences = [head?.replace(/:$/, ''), ...(foreign === 0 ? [] : [foreignInWords(foreign)])]
  const told = sentences.flatMap((one) => (one === undefined ? [] : [`${one}.`]))
  if (told.length === 0) return []
  const rows = trends.map((trend) => row(trend, noise[trend.endpoint]))
  const grid = rows.length === 0 ? [] : [wide('Earlier nights', table(TITLES, rows))]
  return part('Earlier nights', [...paragraphs(told), ...grid])
}

/** So many are told one by one; the line has them all. */
const MOST_TOLD = 10

function row({ endpoint, quantile, soakMs, changes }: Trend, noise: number | undefined) {
  const told = soakMs.slice(-MOST_TOLD).map(msInWords).join(', ')
  const all = soakMs.length > MOST_TOLD ? `… ${told}` : told
  const levels = changes.map(
    ({ at, fromMs, toMs }) => `from ${at.slice(0, 10)} on: ${msInWords(fromMs)} → ${msInWords(toMs)} ms`,
  )
  return [
    endpoint,
    quantile,
    soakMs.length < 2 ? '-' : sparkline(soakMs, `${endpoint} ${quantile}, night by night: ${all} ms`),
    number(all),
    levels.join('; ') || 'none',
    noise === undefined ? '-' : number(signed(noise)),
  ]
}
