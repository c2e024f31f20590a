import type {
  Dispersion,
  LatencyQuantiles,
  ModelEndpoint,
  ModelParameter,
  ModelSessions,
  ThinkTimes,
  TrafficModel,
} from '../../model/traffic-model.ts'

type Plain = Readonly<Record<string, unknown>>

/** A model with the keys and units of traffic.yaml; what `trustModel` undoes. */
export function spellModel({ learned, peak, concurrency, endpoints, sessions }: TrafficModel): Plain {
  const { format, lines, broken, spanMs, leftOut } = learned
  return {
    learned: { format, lines, broken, span: spellMs(spanMs), leftOut: { ...leftOut } },
    peak: { after: spellMs(peak.afterMs), length: spellMs(peak.lengthMs), rate: spellRate(peak.perSecond) },
    ...(concurrency === null
      ? {}
      : {
          concurrency: {
            mean: figures(concurrency.mean),
            p99: figures(concurrency.p99),
            most: figures(concurrency.most),
            byLittlesLaw: figures(concurrency.byLittlesLaw),
            peakPerMinute: concurrency.peakPerMinute.map(figures),
          },
        }),
    endpoints: Object.fromEntries(endpoints.map((endpoint) => [endpoint.name, spellEndpoint(endpoint)])),
    ...(sessions === null ? {} : { sessions: spellSessions(sessions) }),
  }
}

function spellEndpoint(endpoint: ModelEndpoint): Plain {
  const { parameters, dispersion, responseBytes, requestBytes, latencyMs, headers, body } = endpoint
  return {
    requests: endpoint.requests,
    rate: spellRate(endpoint.perSecond),
    peakRate: spellRate(endpoint.peakPerSecond),
    peakPerMinute: [...endpoint.peakPerMinute],
    ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters.map(spellParameter)) }),
    ...(dispersion === null ? {} : { arrivals: spellDispersion(dispersion) }),
    status: new Map(endpoint.status.map(({ code, share }) => [code, spellShare(share)])),
    ...(responseBytes === null ? {} : { responseBytes: { ...responseBytes } }),
    ...(requestBytes === null ? {} : { requestBytes: { ...requestBytes } }),
    ...(latencyMs === null ? {} : { latency: spellLatency(latencyMs) }),
    ...(Object.keys(headers).length === 0 ? {} : { headers: { ...headers } }),
    ...(endpoint.needsBody || body !== null ? { body } : {}),
  }
}

function spellParameter({ name, kind, cardinality, values }: ModelParameter): readonly [string, Plain] {
  const spelled = values !== null && 'first' in values ? `${values.first}..${values.last}` : values
  return [name, { kind, cardinality, values: spelled }]
}

function spellDispersion({ arrivals, index, countedOverMs }: Dispersion): Plain {
  return { are: arrivals, dispersion: figures(index), countedOver: spellMs(countedOverMs) }
}

function spellLatency({ p50, p90, p99 }: LatencyQuantiles): Plain {
  return { p50: spellMs(p50), p90: spellMs(p90), p99: spellMs(p99) }
}

function spellThink({ mean, p50, p90 }: ThinkTimes): Plain {
  return { mean: spellMs(mean), p50: spellMs(p50), p90: spellMs(p90) }
}

function spellSessions({ by, count, idleMs, peakPerSecond, meanRequests, starts, transitions }: ModelSessions): Plain {
  return {
    by,
    count,
    idle: spellMs(idleMs),
    peakRate: spellRate(peakPerSecond),
    meanRequests: figures(meanRequests),
    starts: Object.fromEntries(starts.map(({ endpoint, share }) => [endpoint, spellShare(share)])),
    transitions: Object.fromEntries(
      transitions.map(({ from, ends, next }) => [
        from,
        {
          ends: spellShare(ends),
          next: Object.fromEntries(
            next.map(({ to, share, thinkMs }) => [to, { share: spellShare(share), think: spellThink(thinkMs) }]),
          ),
        },
      ]),
    ),
  }
}

/** Four figures: rates are to come back within 2 %, and more would only look exact. */
function figures(value: number): number {
  return Number(value.toPrecision(4))
}

/** What is hardly ever is not never: a session that does not end could not be replayed. */
function spellShare(share: number): number {
  return share === 0 ? 0 : Math.max(0.00001, Number(share.toFixed(5)))
}

/** `20.5/s`, or `3.1/h` where a rate in seconds would be all zeros. */
function spellRate(perSecond: number): string {
  if (perSecond === 0 || perSecond >= 0.1) return `${plain(perSecond)}/s`
  return perSecond >= 0.1 / 60 ? `${plain(perSecond * 60)}/m` : `${plain(perSecond * 3_600)}/h`
}

/** `0.42ms`, `120ms`, `1.5s`, `34m`, `26.5h`. */
function spellMs(ms: number): string {
  if (ms < 1_000) return `${plain(ms)}ms`
  if (ms < 120_000) return `${plain(ms / 1_000)}s`
  return ms < 7_200_000 ? `${plain(ms / 60_000)}m` : `${plain(ms / 3_600_000)}h`
}

/** Four figures without an exponent, which no duration and no rate of a spec has. */
function plain(value: number): string {
  const short = String(figures(value))
  return short.includes('e') ? value.toFixed(6) : short
}
