import { latencyOf } from '../../../checks/compared.ts'
import { ANSWERS, changeInWords, metricName, signed, valueInWords } from '../../../checks/compared-in-words.ts'
import { intervalOf } from '../../../checks/margin.ts'
import type { Play } from '../../../checks/play.ts'
import { msInWords, shownQuantile } from '../../../checks/quantiles-in-words.ts'
import { plural } from '../../../checks/wording.ts'
import type { EntryOf } from '../../../model/evidence.ts'
import type { Answer, EndpointComparison, MetricComparison } from '../../../model/facts-of-judging.ts'
import type { Limits } from '../../../model/limits.ts'
import { badge, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { roomy } from '../../html/prose.ts'
import { reachOf, whisker } from '../../html/whisker.ts'

const TITLES = [
  'endpoint',
  'answer',
  'judged by',
  'change against its margin',
  'before → after, and its bounds',
  'p50, ms',
  'p95, ms',
  'p99, ms',
  'errors',
  'could hide',
  'requests per phase',
  'what would settle it',
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
export function endpointsCompared(
  { limits, phases }: Play,
  { endpoints }: EntryOf<'traffic.compared'>,
): readonly Markup[] {
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
  const rows = sorted.map((one) => {
    const metric = latencyOf(one)
    const reach = one.quantile === null ? reaches.share : reaches.quantile
    const change = metric === undefined ? NOT_JUDGED : changeOf(limits, one, metric, reach)
    return [
      nameOf(one),
      answerOf(one),
      ...change,
      ...absolute(phases, one.endpoint),
      errorsOf(one),
      hidden(one),
      fewest(one),
      settledBy(one),
    ]
  })
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
  return `A whisker spans what the change may be, from left to right ${scales.join(', ')}; the dashed line is no change, the band the margin. One that ends right of the band leaves a rise above the margin possible. The answer weighs the errors as well, and nothing is settled where there are too few requests for a quantile.`
}

function plain(reach: number): string {
  return signed(reach).replace('+', '')
}

const NOT_JUDGED = ['nothing', '-', '-'] as const

function nameOf({ endpoint, gate }: EndpointComparison): string | Markup {
  return gate ? h('span', [endpoint, ' ', badge('gate')]) : endpoint
}

function changeOf(limits: Limits, one: EndpointComparison, metric: MetricComparison, reach: number) {
  const name = metricName(one, metric)
  const change = changeInWords(metric)
  return [
    name,
    whisker(intervalOf(limits, one, metric), reach, `${one.endpoint}, ${name}: ${change}`),
    h('span.bounds', [`${beforeAndAfter(metric)}, `, h('br'), change]),
  ] as const
}

function beforeAndAfter({ metric, before, after }: MetricComparison): string {
  return `${valueInWords(metric, before)} → ${valueInWords(metric, after)}`
}

/** Quantiles of baseline and soak, as far as there were requests enough for them. */
function absolute(phases: Play['phases'], endpoint: string): readonly Markup[] {
  const [before, after] = (['baseline', 'soak'] as const).map((name) =>
    phases.get(name)?.endpoints.find((one) => one.endpoint === endpoint),
  )
  return (['p50', 'p95', 'p99'] as const).map((quantile) => {
    const [was, is] = [before, after].map((one) => (one === undefined ? null : shownQuantile(one, quantile)))
    return number(was === null && is === null ? '-' : `${msInWords(was ?? null)} → ${msInWords(is ?? null)}`)
  })
}

function errorsOf({ metrics }: EndpointComparison): string | Markup {
  const errors = metrics.find(({ metric }) => metric === 'errors')
  return errors === undefined ? '-' : number(beforeAndAfter(errors))
}

/** Of the phases that were compared, the one with the fewest. */
function fewest({ requests: { baseline, soak, restored } }: EndpointComparison): Markup {
  return number(Math.min(baseline, soak, restored ?? soak).toLocaleString('en-US'))
}

function answerOf({ answer }: EndpointComparison): Markup {
  return badge(KINDS[answer], ANSWERS[answer].toLowerCase())
}

function settledBy({ answer, metrics }: EndpointComparison): string | Markup {
  const [way] = metrics.flatMap((metric) => metric.settledBy ?? [])
  return answer !== 'inconclusive' || way === undefined ? '-' : roomy(way)
}

function hidden(one: EndpointComparison): Markup | string {
  const metric = latencyOf(one)
  if (metric === undefined || one.answer === 'regressed') return '-'
  if (metric.couldHideUpTo === null) return 'anything'
  const sign = signed(Math.max(0, metric.couldHideUpTo))
  return number(one.quantile === null ? `${sign} of requests` : sign)
}
