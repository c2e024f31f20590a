import type { EndpointSummary } from '../../model/evidence.ts'
import type { EndpointFidelity, FidelityFact } from '../../model/facts-of-fidelity.ts'
import type { ReplayDescription, ReplayedEndpoint } from '../../model/replay.ts'
import type { Arrivals } from '../inside/arrivals.ts'
import { sideFile } from '../side-file.ts'
import { arrivalDistance, gapsOfLaw, scheduledGaps } from './gaps.ts'
import { curveError, inFlight, mean, productionInFlight } from './in-flight.ts'
import { SENT_FILE, sentBetween } from './sent-requests.ts'

/** What the baseline was like, beside what it was drawn from. */
export interface Replayed {
  readonly replay: ReplayDescription
  /** The run's folder. */
  readonly folder: string
  readonly seed: number
  readonly arrivals: Readonly<Record<string, Arrivals>>
  readonly epochMs: number
  readonly baseline: {
    readonly fromMs: number
    readonly toMs: number
    readonly blocks: number
    readonly endpoints: readonly EndpointSummary[]
  }
}

/** Holds the requests of the baseline against the model that they were drawn from. */
export async function measureFidelity(replayed: Replayed): Promise<FidelityFact> {
  const { replay, folder, baseline } = replayed
  const requests = await sentBetween(folder, baseline.fromMs, baseline.toMs)
  const times = new Map<string, number[]>()
  for (const { endpoint, fromMs } of requests) {
    if (fromMs < baseline.fromMs) continue
    const known = times.get(endpoint)
    if (known === undefined) times.set(endpoint, [fromMs])
    else known.push(fromMs)
  }
  const production = productionInFlight(replay)
  const stretchMs = (baseline.toMs - baseline.fromMs) / Math.max(1, baseline.blocks)
  const curve = inFlight(requests, { ...baseline, stretchMs })
  const endpoints = replay.endpoints.map((one) => endpointFidelity(one, times.get(one.name) ?? [], replayed))
  return {
    kind: 'traffic.fidelity',
    phase: 'baseline',
    model: replay.file,
    window: replay.window,
    factor: replay.factor,
    journeys: replay.journeys !== null,
    covered: covered(replay),
    endpoints: endpoints.toSorted((one, other) => other.modelPerSecond - one.modelPerSecond),
    leftOut: replay.leftOut,
    concurrency:
      production === null
        ? null
        : { production: mean(production), baseline: mean(curve), error: curveError(curve, production) },
    sent: await sideFile(folder, SENT_FILE),
  }
}

function endpointFidelity(
  endpoint: ReplayedEndpoint,
  sentMs: readonly number[],
  { arrivals, epochMs, seed, baseline: { fromMs, toMs, endpoints } }: Replayed,
): EndpointFidelity {
  const { name, perSecond, alonePerSecond, scenario, latencyMs } = endpoint
  const sentPerSecond = (1000 * sentMs.length) / (toMs - fromMs)
  const schedule = alonePerSecond === perSecond ? arrivals[scenario] : undefined
  const expected =
    schedule === undefined ? gapsOfLaw(endpoint, seed) : scheduledGaps(schedule, fromMs - epochMs, toMs - epochMs)
  const latency = endpoints.find((one) => one.endpoint === name)?.latency
  return {
    endpoint: name,
    requests: sentMs.length,
    modelPerSecond: perSecond,
    sentPerSecond,
    rateError: sentPerSecond / perSecond - 1,
    arrivalDistance: arrivalDistance(sentMs, expected),
    heldAgainst: schedule === undefined ? 'law' : 'schedule',
    production: latencyMs === null ? null : { p50Ms: latencyMs.p50, p99Ms: latencyMs.p99 },
    baseline: { p50Ms: latency?.p50Ms ?? null, p99Ms: latency?.p99Ms ?? null },
  }
}

function covered({ endpoints, leftOut }: ReplayDescription): number {
  const sum = (list: readonly { readonly perSecond: number }[]) =>
    list.reduce((total, { perSecond }) => total + perSecond, 0)
  const sent = sum(endpoints)
  return sent === 0 ? 0 : sent / (sent + sum(leftOut))
}
