import { formatDuration, formatRate } from '../model/duration.ts'
import type { QuantileName } from '../model/facts-of-judging.ts'
import type { EndpointLimits } from '../model/limits.ts'
import { REQUESTS_FOR } from '../model/told-quantile.ts'
import { DEFAULT_JUDGING, DEFAULT_LIMITS } from '../statistics/judging-defaults.ts'
import { comparedQuantile, FEWEST_FOR_QUANTILE, tailOf } from '../statistics/quantile-choice.ts'
import { requestsToShow, visibleRise } from '../statistics/visible-rise.ts'
import type { Plan } from './plan.ts'
import { steadyMs } from './plan-rehearsal.ts'

/** What an earlier run in this environment showed of an endpoint. */
export interface KnownEndpoint {
  readonly endpoint: string
  readonly ratePerSecond: number
  /** Standard deviation of the logarithm of its latency. */
  readonly sigma: number
}

/** The smallest slowdown that a rehearsal of the plan would show of one endpoint, and what its limits would need. */
export interface Visible {
  readonly endpoint: string
  readonly requests: number
  readonly sigma: number
  /** null with too few requests to compare any quantile. */
  readonly quantile: QuantileName | null
  /** As a share; null where no quantile is compared. */
  readonly rise: number | null
  readonly margin: number
  /** Length of a steady act at the plan's rate, or rate in the plan's acts, from which a p99 worse by the margin is found. */
  readonly needs: { readonly actTimeMs: number; readonly ratePerSecond: number }
}

/** Usual for a service with a database; said wherever it is used. */
export const ASSUMED_SIGMA = 0.8
/** A quantile, errors, and the share of slow requests. */
const METRICS = 3

/**
 * Endpoint by endpoint where an earlier run is known, else scenario by scenario, one request per arrival, with latencies
 * that spread as they usually do. Scenarios whose own script decides on their rate are left out.
 */
export function visibles(plan: Plan, known: readonly KnownEndpoint[] = []): readonly Visible[] {
  const scenarios = plan.traffic.scenarios.flatMap(({ name, ratePerSecond }) =>
    ratePerSecond === null ? [] : [{ endpoint: name, ratePerSecond, sigma: ASSUMED_SIGMA }],
  )
  const all = known.length === 0 ? scenarios : known
  return all.map((one) => visible(plan, one, all.length * METRICS))
}

function visible(plan: Plan, { endpoint, ratePerSecond, sigma }: KnownEndpoint, pairs: number): Visible {
  const seconds = steadyMs(plan) / 1_000
  const requests = Math.round(ratePerSecond * seconds)
  const quantile = comparedQuantile(requests)
  const margin = said(plan, endpoint)?.margin ?? DEFAULT_LIMITS.margins.p99
  const expected = { sigma, pairs, alpha: DEFAULT_JUDGING.alpha }
  const needed = Math.max(REQUESTS_FOR.p99, requestsToShow(margin, { ...expected, tail: tailOf('p99') }))
  return {
    endpoint,
    requests,
    sigma,
    quantile,
    rise: quantile === null ? null : visibleRise(requests, { ...expected, tail: tailOf(quantile) }),
    margin,
    needs: { actTimeMs: Math.ceil((needed / ratePerSecond) * 1_000), ratePerSecond: needed / seconds },
  }
}

function said({ limits }: Plan, endpoint: string): EndpointLimits | undefined {
  return (
    limits.endpoints.find((one) => one.endpoint === endpoint) ?? limits.endpoints.find((one) => one.endpoint === '*')
  )
}

/** A line per endpoint; empty where nothing is known of any rate. */
export function printVisible(plan: Plan, known: readonly KnownEndpoint[] = []): readonly string[] {
  const all = visibles(plan, known)
  if (all.length === 0) return []
  const width = Math.max(...all.map(({ endpoint }) => endpoint.length))
  const spread =
    known.length === 0
      ? `with latencies that spread as usual (sigma ${ASSUMED_SIGMA}, assumed)`
      : 'with rates and spreads of the latest run in the history'
  return ['', `smallest slowdown that would be shown, ${spread}`, ...all.map((one) => line(one, width))]
}

function line({ endpoint, quantile, rise, margin, needs }: Visible, width: number): string {
  const seen = rise === null ? `no tail below ${FEWEST_FOR_QUANTILE} requests` : `${quantile} +${percent(rise)} %`
  const wish = `p99 +${percent(margin)} %`
  const shown = quantile === 'p99' && rise !== null && rise <= margin
  const wait = formatDuration(Math.ceil(needs.actTimeMs / 60_000) * 60_000)
  const more = shown ? `${wish} is within it` : `${wish} from acts of ${wait}, or ${formatRate(needs.ratePerSecond)}`
  return `  ${endpoint.padEnd(width)}   ${seen.padEnd(26)}   ${more}`
}

function percent(share: number): number {
  return Number((share * 100).toPrecision(2))
}
