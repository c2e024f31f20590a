import assert from 'node:assert/strict'
import type { TrafficModel } from '../../harness/model/traffic-model.ts'
import { journeysOf } from '../../harness/plan/visits.ts'

const THINK = { mean: 2000, p50: 2000, p90: 2000 }
const SPAN_MS = 3_600_000

/** Two sessions begin per second in the peak, one per second over the whole log. */
function model(transitions: NonNullable<TrafficModel['sessions']>['transitions']): Parameters<typeof journeysOf>[0] {
  return {
    learned: { format: 'combined', lines: 9, broken: 0, spanMs: SPAN_MS, leftOut: { endpoints: 0, requests: 0 } },
    peak: { afterMs: 0, lengthMs: 60_000, perSecond: 0 },
    concurrency: null,
    endpoints: [],
    sessions: {
      by: 'cookie',
      count: 3600,
      idleMs: 60_000,
      peakPerSecond: 2,
      meanRequests: 2,
      starts: [{ endpoint: 'GET /home', share: 1 }],
      transitions,
    },
  }
}

const staying = (ends: number) =>
  model([{ from: 'GET /home', ends, next: [{ to: 'GET /home', share: 1 - ends, thinkMs: THINK }] }])

const PEAK = { window: 'peak', factor: 1 } as const

describe('the journeys of a model', () => {
  it('come to an endpoint as often as its sessions do, at the rate of the window times the factor', () => {
    const { perSecond, requestsPerSecond, atOnce, session } = journeysOf(staying(0.5), { window: 'log', factor: 3 })
    assert.equal(perSecond, 3)
    assert.equal(requestsPerSecond.get('GET /home')?.toFixed(6), '6.000000')
    assert.equal(atOnce.toFixed(6), '6.000000')
    assert.deepEqual([session.requests.toFixed(6), session.lastsMs.toFixed(3)], ['2.000000', '2000.000'])
  })

  it('are cut off after a thousand requests, which the sessions of the model are not', () => {
    // 1000 and 100,000 on average: of the second, 995 come before the end.
    for (const [ends, before, whole] of [
      [0.001, 632, 1_000],
      [0.00001, 995, 100_000],
    ] as const) {
      const { requestsPerSecond, atOnce, session } = journeysOf(staying(ends), PEAK)
      const perJourney = (requestsPerSecond.get('GET /home') ?? 0) / 2
      assert.equal(Math.round(perJourney), before)
      assert.equal(Math.round(atOnce), Math.round(perJourney * (1 - ends) * 2 * 2))
      assert.equal(Math.round(session.requests), whole)
      assert.equal(Math.round(session.lastsMs / 1_000), Math.round(whole * (1 - ends) * 2))
    }
  })

  it('make a thousand requests where no session ever ends', () => {
    const { requestsPerSecond, session } = journeysOf(staying(0), PEAK)
    assert.equal(requestsPerSecond.get('GET /home'), 2_000)
    assert.ok(session.requests > 1e9)
  })

  it('know the mean of sessions that go round in a circle, most of which end at once', () => {
    // Nine of ten see the home page alone; the tenth goes to and fro 500 times, and makes 1001 requests.
    const next = (to: string, share: number) => [{ to, share, thinkMs: THINK }]
    const { session } = journeysOf(
      model([
        { from: 'GET /home', ends: 0.9, next: next('GET /a', 0.1) },
        { from: 'GET /a', ends: 0, next: next('GET /b', 1) },
        { from: 'GET /b', ends: 0.002, next: next('GET /a', 0.998) },
      ]),
      PEAK,
    )
    assert.equal(session.requests.toFixed(3), '101.000')
  })
})
