import type {
  Answer,
  AsSlowRestored,
  BodyRise,
  ControlAlarm,
  EndpointComparison,
  Hangs,
  MetricComparison,
  MetricName,
  OnlyByRestored,
} from '../model/facts-of-judging.ts'
import { latencyOf } from './compared.ts'
import { lasting, percent, plural } from './wording.ts'

/** Titles of the comparison, endpoint by endpoint; figures follow in the same order. */
export const COMPARED_TITLES = ['endpoint', 'requests', 'judged', 'before', 'after', 'answer', 'could hide'] as const

/** As people read them. */
export const ANSWERS: Readonly<Record<Answer, string>> = {
  regressed: 'REGRESSED',
  equivalent: 'equivalent',
  improved: 'improved',
  inconclusive: 'not settled',
}

/** An endpoint as a row of texts: its latency, or the share of slow requests where there are too few for a quantile. */
export function endpointInWords(one: EndpointComparison): readonly string[] {
  const { endpoint, requests, answer, gate } = one
  const counts = [requests.baseline, requests.soak, ...(requests.restored === null ? [] : [requests.restored])]
  const metric = latencyOf(one)
  return [
    gate ? `${endpoint} (gate)` : endpoint,
    String(Math.min(...counts)),
    metric?.metric === 'exceedance' ? `slower than ${quantileOf(one)}` : (metric?.metric ?? 'nothing'),
    metric === undefined ? '-' : valueInWords(metric.metric, metric.before),
    metric === undefined ? '-' : valueInWords(metric.metric, metric.after),
    ANSWERS[answer],
    answer === 'regressed' || metric === undefined ? '-' : hidden(metric),
  ]
}

/** `p99 +38 % (31 to 46 %), 41 → 57 ms, adjusted p 0.002`. */
export function metricInWords(one: EndpointComparison, metric: MetricComparison): string {
  const certainty = `adjusted p ${pInWords(metric.adjustedP)}`
  const values = `${bare(metric.metric, metric.before)} → ${valueInWords(metric.metric, metric.after)}`
  if (metric.metric === 'errors') return `errors ${values}, ${certainty}`
  if (metric.metric === 'exceedance') return `${exceedanceInWords(one, metric)}, ${certainty}`
  return `${metric.metric} ${signed(metric.ratio - 1)}${interval(metric)}, ${values}, ${certainty}`
}

/** `4.1 % were slower than the old p99, 1 % expected`. */
export function exceedanceInWords(one: EndpointComparison, { before, after }: MetricComparison): string {
  return `${percent(after)} were slower than the old ${quantileOf(one)}, ${percent(before)} expected`
}

export function alarmInWords({ endpoint, metric, before, after, adjustedP }: ControlAlarm): string {
  return `${endpoint} ${metric} ${bare(metric, before)} → ${valueInWords(metric, after)} (adjusted p ${pInWords(adjustedP)})`
}

/** `GET /home p99 is worse in soak than …, but not beyond chance than in baseline alone (316 ms in baseline, …)`. */
export function onlyByRestoredInWords({ endpoint, metric, baseline, soak, restored }: OnlyByRestored): string {
  const [was, is, back] = [baseline, soak, restored].map((value) =>
    value === null ? 'nothing' : valueInWords(metric, value),
  )
  return `${endpoint} ${metric} is worse in soak than in baseline and restored together, but not beyond chance than in baseline alone (${was} in baseline, ${is} in soak, ${back} restored), so something else changed as well`
}

/** `p50 10 → 200 ms (+1900 %)`. */
export function bodyInWords({ quantile, before, after }: BodyRise): string {
  return `${quantile} ${milliseconds(before)} → ${milliseconds(after)} ms (${signed(after / before - 1)})`
}

/** `20 % of the requests in soak hung for more than 2000 ms, in 4 blocks, and 0 % in baseline`. */
export function hangsInWords(
  { phase, overMs, hung, requests, blocks, baseline }: Hangs,
  [after, before]: readonly [string, string] = [phase, 'baseline'],
): string {
  const [now, was] = [hung / Math.max(1, requests), baseline.hung / Math.max(1, baseline.requests)]
  return `${percent(now)} of the requests in ${after} hung for more than ${lasting(overMs)}, in ${plural(blocks, 'block')}, and ${percent(was)} in ${before}`
}

/** `+38 %`. */
export function signed(share: number): string {
  const rounded = Number((share * 100).toPrecision(Math.abs(share) < 1 ? 2 : 3))
  return `${rounded < 0 ? '−' : '+'}${Math.abs(rounded)} %`
}

/** `+38 %, between +31 % and +46 %`; `+0.2 % of requests, between −0.1 % and unbounded`. */
export function changeInWords({ metric, before, after, ratio, low, high }: MetricComparison): string {
  const effect = isShare(metric) ? `${signed(after - before)} of requests` : signed(ratio - 1)
  if (low === null && high === null) return `${effect}, not bounded`
  const [from, to] = [low, high].map((bound) => (bound === null ? 'unbounded' : signed(bound)))
  return `${effect}, between ${from} and ${to}`
}

/** What a metric is called: `p99`, `errors`, `slower than the old p99`. */
export function metricName(one: EndpointComparison, { metric }: MetricComparison): string {
  return metric === 'exceedance' ? `slower than the old ${quantileOf(one)}` : metric
}

function quantileOf({ quantile }: EndpointComparison): string {
  return quantile ?? 'p90'
}

function interval({ low, high }: MetricComparison): string {
  if (low === null && high === null) return ''
  const [from, to] = [low, high].map((bound) => (bound === null ? 'unbounded' : String(Math.round(bound * 100))))
  return ` (${from} to ${to}${high === null ? '' : ' %'})`
}

function hidden({ metric, couldHideUpTo }: MetricComparison): string {
  if (couldHideUpTo === null) return 'anything'
  const sign = signed(Math.max(0, couldHideUpTo))
  return metric === 'errors' || metric === 'exceedance' ? `${sign} of requests` : sign
}

/** What came between baseline and soak and was there after the rollback: `p99 41 → 57 ms, 58 ms restored`. */
export function asSlowRestoredInWords({ metric, baseline, soak, restored }: AsSlowRestored): string {
  const was = baseline === null ? 'nothing' : bare(metric, baseline)
  const back = restored === null ? 'nothing' : valueInWords(metric, restored)
  return `${metric} ${was} → ${valueInWords(metric, soak)}, ${back} restored`
}

/** A value before or after, with its unit. */
export function valueInWords(metric: MetricName, value: number): string {
  return isShare(metric) ? percent(value) : `${milliseconds(value)} ms`
}

function bare(metric: MetricName, value: number): string {
  return isShare(metric) ? percent(value) : milliseconds(value)
}

function isShare(metric: MetricName): boolean {
  return metric === 'errors' || metric === 'exceedance'
}

function milliseconds(ms: number): string {
  return ms < 10 ? String(Number(ms.toPrecision(2))) : String(Math.round(ms))
}

export function pInWords(p: number): string {
  return p < 0.0001 ? 'below 0.0001' : String(Number(p.toPrecision(2)))
}
