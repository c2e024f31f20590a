import type { EndpointComparison, MetricComparison } from '../model/facts-of-judging.ts'
import type { Limits } from '../model/limits.ts'
import { DEFAULT_LIMITS } from '../statistics/judging-defaults.ts'

/** How a metric changed: its effect and bounds beside the margin, all in the unit of the bounds. */
export function intervalOf(limits: Limits, one: EndpointComparison, metric: MetricComparison) {
  const share = metric.metric === 'errors' || metric.metric === 'exceedance'
  const effect = share ? metric.after - metric.before : metric.ratio - 1
  return { effect, low: metric.low, high: metric.high, margin: marginOf(limits, one, metric) }
}

/**
 * The rise below which a metric of an endpoint counts as none, in the unit of its bounds: a share of the latency for
 * quantiles, a difference of shares of requests otherwise.
 */
function marginOf(
  { endpoints }: Limits,
  { endpoint }: EndpointComparison,
  { metric, before }: MetricComparison,
): number {
  const said = endpoints.find((one) => one.endpoint === endpoint) ?? endpoints.find((one) => one.endpoint === '*')
  const usual = DEFAULT_LIMITS.margins[metric]
  if (metric === 'errors') return usual
  return metric === 'exceedance' ? usual * before : (said?.margin ?? usual)
}
