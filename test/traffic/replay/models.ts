import type { ReplayDescription, ReplayedEndpoint, ReplayedJourneys } from '../../../harness/model/replay.ts'

/** Home leads to an order half of the time, an order back home half of the time; two seconds of thought between. */
export const JOURNEYS: ReplayedJourneys = {
  scenario: 'journeys',
  perSecond: 20,
  idleMs: 60_000,
  starts: [{ endpoint: 'GET /home', share: 1 }],
  transitions: [
    {
      from: 'GET /home',
      ends: 0.5,
      next: [{ to: 'GET /orders/:id', share: 0.5, thinkMs: { mean: 2000, p50: 1900, p90: 2500 } }],
    },
    {
      from: 'GET /orders/:id',
      ends: 0.5,
      next: [{ to: 'GET /home', share: 0.5, thinkMs: { mean: 2000, p50: 1900, p90: 2500 } }],
    },
  ],
}

export function replayedEndpoint(
  name: string,
  perSecond: number,
  more: Partial<ReplayedEndpoint> = {},
): ReplayedEndpoint {
  const [method = '', path = ''] = name.split(' ')
  return {
    name,
    scenario: name.replace(/[^A-Za-z]+/g, '-'),
    method,
    path,
    parameters: path.includes(':id') ? [{ name: 'id', values: { first: 1, last: 1000 }, cardinality: 10 }] : [],
    body: null,
    headers: {},
    answersWithBody: false,
    perSecond,
    alonePerSecond: perSecond,
    dispersion: 1,
    latencyMs: { p50: 10, p90: 20, p99: 40 },
    ...more,
  }
}

export function replayOf(
  endpoints: readonly ReplayedEndpoint[],
  journeys: ReplayedJourneys | null = null,
): ReplayDescription {
  return {
    file: 'traffic.yaml',
    window: 'peak',
    factor: 1,
    endpoints,
    journeys,
    leftOut: [],
    concurrency: { mean: 1, p99: 6, most: 9, byLittlesLaw: 1, peakPerMinute: [2, 4] },
  }
}
