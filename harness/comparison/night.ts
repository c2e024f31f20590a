import type { SteadyPhase } from '../model/act.ts'
import { type EndpointSummary, type Entry, entriesOf } from '../model/evidence.ts'
import type { Verdict } from '../model/finding.ts'
import { type JudgedQuantile, quantileJudgedWith } from '../model/judged-quantile.ts'
import { type Environment, environmentOf } from './environment.ts'

/** One endpoint in one night: the quantile that its requests allow to judge, in the steady phases. */
export interface NightEndpoint {
  readonly endpoint: string
  readonly quantile: JudgedQuantile['name']
  readonly requests: number
  /** In the baseline. */
  readonly ratePerSecond: number
  /** Standard deviation of the logarithm of its latency in the baseline, by p50 and p90; null where it cannot be told. */
  readonly sigma: number | null
  readonly baselineMs: number
  readonly soakMs: number | null
  readonly restoredMs: number | null
  readonly soakErrorRate: number | null
}

/** What is kept of a run when its folder is long gone. */
export interface Night {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly run: string
  readonly folder: string
  readonly verdict: Verdict
  readonly environment: Environment
  readonly endpoints: readonly NightEndpoint[]
}

/** Sums up a run from its journal; null where it has no baseline. */
export function nightOf(folder: string, entries: readonly Entry[], verdict: Verdict): Night | null {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const environment = environmentOf(entries)
  const baseline = phaseOf(entries, 'baseline')
  if (started === undefined || environment === null || baseline.length === 0) return null
  const [soak, restored] = [phaseOf(entries, 'soak'), phaseOf(entries, 'restored')]
  const phase = entriesOf(entries, 'traffic.phase').findLast(({ phase: name }) => name === 'baseline')
  const seconds = phase === undefined ? 1 : (phase.toMs - phase.fromMs) / 1_000
  return {
    at: started.at,
    run: started.run,
    folder,
    verdict,
    environment,
    endpoints: baseline.flatMap((before) => endpointOf(before, { soak, restored, seconds }) ?? []),
  }
}

function phaseOf(entries: readonly Entry[], name: SteadyPhase): readonly EndpointSummary[] {
  return entriesOf(entries, 'traffic.phase').findLast(({ phase }) => phase === name)?.endpoints ?? []
}

interface Later {
  readonly soak: readonly EndpointSummary[]
  readonly restored: readonly EndpointSummary[]
  /** Length of the baseline. */
  readonly seconds: number
}

/** What a standard normal variable stays below nine times of ten. */
const Z90 = 1.2816

function sigmaOf({ latency: { p50Ms, p90Ms } }: EndpointSummary): number | null {
  if (p50Ms === null || p90Ms === null || p50Ms <= 0) return null
  return Number((Math.log(p90Ms / p50Ms) / Z90).toFixed(3))
}

/** null with too few requests for any quantile. */
function endpointOf(before: EndpointSummary, { soak, restored, seconds }: Later): NightEndpoint | null {
  const named = (phase: readonly EndpointSummary[]) => phase.find(({ endpoint }) => endpoint === before.endpoint)
  const [after, again] = [named(soak), named(restored)]
  const requests = Math.min(...[before, after, again].flatMap((one) => one?.requests ?? []))
  const quantile = quantileJudgedWith(requests)
  const at = (one: EndpointSummary | undefined) => (quantile === null ? null : (one?.latency[`${quantile}Ms`] ?? null))
  const baselineMs = at(before)
  if (quantile === null || baselineMs === null) return null
  return {
    endpoint: before.endpoint,
    quantile,
    requests,
    ratePerSecond: before.requests / seconds,
    sigma: sigmaOf(before),
    baselineMs,
    soakMs: at(after),
    restoredMs: at(again),
    soakErrorRate: after === undefined || after.requests === 0 ? null : after.failed / after.requests,
  }
}
