import { ANSWERS, changeInWords, metricName, pInWords, valueInWords } from '../../../checks/compared-in-words.ts'
import { percent } from '../../../checks/wording.ts'
import type { EntryOf } from '../../../model/evidence.ts'
import type { EndpointComparison, MetricComparison } from '../../../model/facts-of-judging.ts'
import { fold, type Markup, number, table, wide } from '../../html/markup.ts'
import { roomy } from '../../html/prose.ts'

const TITLES = [
  'endpoint',
  'metric',
  'before',
  'after',
  'change and its bounds',
  'adjusted p',
  'q',
  'answer',
  'why',
  'power at the margin',
] as const

/** Every pair that was tested, for those who want the figures. */
export function metricsCompared({ endpoints, design }: EntryOf<'traffic.compared'>): Markup {
  const rows = endpoints.flatMap((one) => one.metrics.map((metric) => row(one, metric)))
  return fold(
    `All ${rows.length} pairs of endpoint and metric, judged together at alpha ${design.alpha}`,
    wide('All metrics compared', table(TITLES, rows)),
  )
}

function row(one: EndpointComparison, metric: MetricComparison): readonly (string | Markup)[] {
  return [
    one.endpoint,
    metricName(one, metric),
    number(valueInWords(metric.metric, metric.before)),
    number(valueInWords(metric.metric, metric.after)),
    number(changeInWords(metric)),
    number(pInWords(metric.adjustedP)),
    number(pInWords(metric.q)),
    ANSWERS[metric.answer].toLowerCase(),
    roomy(metric.settledBy === null ? metric.because : `${metric.because}; settled by ${metric.settledBy}`),
    metric.metric !== one.quantile || one.power === null ? '-' : number(percent(one.power)),
  ]
}
