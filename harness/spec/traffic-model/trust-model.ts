import type { ModelEndpoint, ModelParameter, ModelSessions, TrafficModel } from '../../model/traffic-model.ts'
import type { ShapedModel } from './model-schema.ts'

/** Methods whose requests carry a body, which no access log holds. */
export const METHODS_WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH']

/** A shaped model → the words of the house: no gaps, most requests first, shares that sum to 1 whatever was rounded. */
export function trustModel({ learned, peak, concurrency, endpoints, sessions }: ShapedModel): TrafficModel {
  const { span, ...about } = learned
  return {
    learned: { ...about, spanMs: span },
    peak: { afterMs: peak.after, lengthMs: peak.length, perSecond: peak.rate },
    concurrency: concurrency ?? null,
    endpoints: Object.entries(endpoints).map(([name, endpoint]) => trustEndpoint(name, endpoint)),
    sessions: sessions === undefined ? null : trustSessions(sessions),
  }
}

function trustEndpoint(name: string, endpoint: ShapedModel['endpoints'][string]): ModelEndpoint {
  const [method = '', path = ''] = name.split(' ')
  const { arrivals, status, latency, body = null, rate = endpoint.peakRate } = endpoint
  return {
    name,
    method,
    path,
    parameters: Object.entries(endpoint.parameters).map(
      ([key, parameter]): ModelParameter => ({ name: key, ...parameter }),
    ),
    requests: endpoint.requests,
    perSecond: rate,
    peakPerSecond: endpoint.peakRate,
    peakPerMinute: endpoint.peakPerMinute,
    dispersion:
      arrivals === undefined
        ? null
        : { index: arrivals.dispersion, arrivals: arrivals.are, countedOverMs: arrivals.countedOver },
    status: shares(status).map(([code, share]) => ({ code: Number(code), share })),
    responseBytes: endpoint.responseBytes ?? null,
    requestBytes: endpoint.requestBytes ?? null,
    latencyMs: latency ?? null,
    needsBody: METHODS_WITH_BODY.includes(method),
    body,
    headers: endpoint.headers,
  }
}

function trustSessions({ by, count, idle, ...rest }: NonNullable<ShapedModel['sessions']>): ModelSessions {
  return {
    by,
    count,
    idleMs: idle,
    peakPerSecond: rest.peakRate,
    meanRequests: rest.meanRequests,
    starts: shares(rest.starts).map(([endpoint, share]) => ({ endpoint, share })),
    transitions: Object.entries(rest.transitions).map(([from, { ends, next }]) => {
      const sum = Object.values(next).reduce((total, { share }) => total + share, ends) || 1
      const onward = Object.entries(next).map(([to, { share, think }]) => ({ to, share: share / sum, thinkMs: think }))
      return { from, ends: ends / sum, next: onward.toSorted((one, other) => other.share - one.share) }
    }),
  }
}

function shares(record: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const sum = Object.values(record).reduce((total, share) => total + share, 0) || 1
  return Object.entries(record)
    .map(([key, share]) => [key, share / sum] as const)
    .toSorted((one, other) => other[1] - one[1])
}
