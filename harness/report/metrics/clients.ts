import type { PhaseName } from '../../model/act.ts'
import { type EndpointSummary, type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import { type JudgedQuantile, quantileJudgedWith } from '../../model/judged-quantile.ts'
import { gauge, type Metric, type Sample } from './exposition.ts'

/** Lowest first, as the number of requests grows that allow them. */
const QUANTILES: readonly (readonly [JudgedQuantile['name'], string, keyof EndpointSummary['latency']])[] = [
  ['p50', '0.5', 'p50Ms'],
  ['p90', '0.9', 'p90Ms'],
  ['p95', '0.95', 'p95Ms'],
  ['p99', '0.99', 'p99Ms'],
]

/** What clients felt, per endpoint and phase. Quantiles and shares only where there are requests enough to tell them. */
export function clientMetrics(entries: readonly Entry[]): readonly Metric[] {
  const phases = new Map(entriesOf(entries, 'traffic.phase').map((phase) => [phase.phase, phase]))
  const each = (tell: (one: EndpointSummary, labels: Labels, phase: EntryOf<'traffic.phase'>) => readonly Sample[]) =>
    [...phases.values()].flatMap((phase) =>
      phase.endpoints.flatMap((one) => tell(one, { phase: phase.phase, endpoint: one.endpoint }, phase)),
    )
  return [
    {
      name: 'fulldress_request_duration_seconds',
      help: 'Latency from the intended start; a quantile is absent where there are too few requests for it.',
      type: 'summary',
      samples: each((one, labels) => [...quantiles(one, labels), { labels, value: one.requests, suffix: '_count' }]),
    },
    gauge(
      'fulldress_requests_failed',
      'Requests of the latest run that failed.',
      each(({ failed }, labels) => [{ labels, value: failed }]),
    ),
    gauge(
      'fulldress_request_error_ratio',
      'Share of requests that failed; absent where there are too few requests for it.',
      each(({ requests, failed }, labels) =>
        quantileJudgedWith(requests) === null ? [] : [{ labels, value: failed / requests }],
      ),
    ),
    gauge(
      'fulldress_requests_stalled',
      'Requests of the latest run that took longer than the stall limit.',
      each(({ endpoint }, labels, phase) => {
        const stalls = phase.stalls.filter((stall) => stall.endpoint === endpoint)
        return [{ labels, value: stalls.reduce((sum, { stalled }) => sum + stalled, 0) }]
      }),
    ),
  ]
}

interface Labels extends Readonly<Record<string, string>> {
  readonly phase: PhaseName
  readonly endpoint: string
}

function quantiles({ requests, latency }: EndpointSummary, labels: Labels): readonly Sample[] {
  const highest = QUANTILES.findIndex(([name]) => name === quantileJudgedWith(requests))
  return QUANTILES.slice(0, highest + 1).flatMap(([, quantile, key]) => {
    const ms = latency[key]
    return ms === null ? [] : [{ labels: { ...labels, quantile }, value: ms / 1_000 }]
  })
}
