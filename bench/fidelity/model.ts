import type { Dispersion, ModelEndpoint, ThinkTimes, TrafficModel } from '../../harness/model/traffic-model.ts'

/** A model as `fulldress learn` would have it, with as little said as a bench needs. */
export function modelOf(
  endpoints: readonly ModelEndpoint[],
  sessions: TrafficModel['sessions'],
  concurrency: TrafficModel['concurrency'] = null,
): TrafficModel {
  const perSecond = endpoints.reduce((sum, one) => sum + one.peakPerSecond, 0)
  return {
    learned: { format: 'combined', lines: 0, broken: 0, spanMs: 3_600_000, leftOut: { endpoints: 0, requests: 0 } },
    peak: { afterMs: 0, lengthMs: 60_000, perSecond },
    concurrency,
    endpoints,
    sessions,
  }
}

/** `GET /orders/:id` at a rate per second; ids from 1 to a million, of which a thousand are asked for. */
export function endpointOf(name: string, perSecond: number, dispersion: Dispersion | null = null): ModelEndpoint {
  const [method = '', path = ''] = name.split(' ')
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => parameter)
  const needsBody = method === 'POST'
  return {
    name,
    method,
    path,
    parameters: parameters.map((one) => {
      return { name: one, kind: 'number', cardinality: 1000, values: { first: 1, last: 1_000_000 } }
    }),
    requests: 0,
    perSecond,
    peakPerSecond: perSecond,
    peakPerMinute: [],
    dispersion,
    status: [{ code: 200, share: 1 }],
    responseBytes: null,
    requestBytes: null,
    latencyMs: { p50: 1, p90: 2, p99: 5 },
    needsBody,
    body: needsBody ? { reference: '{{unique}}', amountCents: '{{100..9900}}' } : null,
    headers: {},
  }
}

/** A think time around its median. */
export function think(p50: number): ThinkTimes {
  return { mean: p50 * 1.2, p50, p90: p50 * 2 }
}
