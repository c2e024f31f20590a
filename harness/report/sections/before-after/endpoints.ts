import { latencyOf } from '../../../checks/compared.ts'
import { ANSWERS, changeInWords, metricName, signed, valueInWords } from '../../../checks/compared-in-words.ts'
import { intervalOf } from '../../../checks/margin.ts'
import { plural } from '../../../checks/wording.ts'
import type { EntryOf } from '../../../model/evidence.ts'
import type { Answer, EndpointComparison } from '../../../model/facts-of-judging.ts'
import type { Limits } from '../../../model/limits.ts'
import { badge, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { reachOf, whisker } from '../../html/whisker.ts'

const TITLES = [
  'endpoint',
  'answer',
  'judged by',
  'before → after',
  'change against its margin',
  'change and its bounds',
  'errors, before → after',
  'could hide',
  'requests per phase',
] as const

/** What changed first, then what is not settled, then the rest. */
const ORDER: readonly Answer[] = ['regressed', 'improved', 'inconclusive', 'equivalent']

const KINDS: Readonly<Record<Answer, string>> = {
  regressed: 'blocker',
  improved: 'passed',
  equivalent: 'passed',
  inconclusive: 'unknown',
}

/** No whisker is drawn further than this; what lies beyond ends in an arrow. */
const MOST_REACH = 2

/** Every endpoint with its answer and the interval that it rests on. */
export function endpointsCompared(limits: Limits, { endpoints }: EntryOf<'traffic.compared'>): readonly Markup[] {
  const sorted = endpoints.toSorted(
    (one, other) => ORDER.indexOf(one.answer) - ORDER.indexOf(other.answer) || Number(other.gate) - Number(one.gate),
  )
  // Latencies are relative and shares are not: each kind has a scale of its own.
  const reachOfKind = (quantile: boolean) =>
    reachOf(
      endpoints.flatMap((one) => {
        const metric = latencyOf(one)
        const same = (one.quantile !== null) === quantile
        return metric === undefined || !same ? [] : [intervalOf(limits, one, metric)]
      }),
      MOST_REACH,
    )
  const reaches = { quantile: reachOfKind(true), share: reachOfKind(false) }
  const rows = sorted.map((one) => row(limits, one, one.quantile === null ? reaches.share : reaches.quantile))
  return [
    h('p', `${counted(endpoints)}. ${legend(endpoints, reaches)}`),
    wide('Endpoints before and after', table(TITLES, rows)),
  ]
}

function counted(endpoints: readonly EndpointComparison[]): string {
  const counts = ORDER.flatMap((answer) => {
    const count = endpoints.filter((one) => one.answer === answer).length
    return count === 0 ? [] : [`${count} ${ANSWERS[answer].toLowerCase()}`]
  })
  const gates = endpoints.filter(({ gate }) => gate).length
  const gating = gates === 0 ? '' : `; ${plural(gates, 'gate')} must be equivalent for a GO`
  return `${plural(endpoints.length, 'endpoint')}: ${counts.join(', ') || 'none compared'}${gating}`
}

function legend(endpoints: readonly EndpointComparison[], reaches: { quantile: number; share: number }): string {
  const scales = [
    ...(endpoints.some(({ quantile }) => quantile !== null) ? [`±${plain(reaches.quantile)} of the latency`] : []),
    ...(endpoints.some(({ quantile }) => quantile === null)
      ? [`±${plain(reaches.share)} of the requests where there are too few for a quantile`]
      : []),
  ]
  return `A whisker spans what the change may be, from left to right ${scales.join(', ')}; the dashed line is no change, the band the margin. It is equivalent where the whisker ends within the band, or left of it.`
}

function plain(reach: number): string {
  return signed(reach).replace('+', '')
}

function row(limits: Limits, one: EndpointComparison, reach: number): readonly (string | Markup)[] {
  const { endpoint, gate, requests } = one
  const metric = latencyOf(one)
  const errors = one.metrics.find((other) => other.metric === 'errors')
  const counts = [requests.baseline, requests.soak, ...(requests.restored === null ? [] : [requests.restored])]
  const name = gate ? h('span', [endpoint, ' ', badge('gate')]) : endpoint
  const errorsSaid =
    errors === undefined
      ? '-'
      : number(`${valueInWords('errors', errors.before)} → ${valueInWords('errors', errors.after)}`)
  const count = number(Math.min(...counts).toLocaleString('en-US'))
  if (metric === undefined) return [name, answerOf(one), 'nothing', '-', '-', '-', errorsSaid, '-', count]
  const change = changeInWords(metric)
  return [
    name,
    answerOf(one),
    metricName(one, metric),
    number(`${valueInWords(metric.metric, metric.before)} → ${valueInWords(metric.metric, metric.after)}`),
    whisker(intervalOf(limits, one, metric), reach, `${endpoint}, ${metricName(one, metric)}: ${change}`),
    number(change),
    errorsSaid,
    hidden(one),
    count,
  ]
}

/** The answer, and what would settle it where it is open. */
function answerOf({ answer, metrics }: EndpointComparison): Markup {
  const [settledBy] = metrics.flatMap((metric) => metric.settledBy ?? [])
  const word = badge(KINDS[answer], ANSWERS[answer].toLowerCase())
  if (answer !== 'inconclusive' || settledBy === undefined) return word
  return h('span', [word, ' ', h('small', `settled by ${settledBy}`)])
}

function hidden(one: EndpointComparison): Markup | string {
  const metric = latencyOf(one)
  if (metric === undefined || one.answer === 'regressed') return '-'
  if (metric.couldHideUpTo === null) return 'anything'
  const sign = signed(Math.max(0, metric.couldHideUpTo))
  return number(one.quantile === null ? `${sign} of requests` : sign)
}
