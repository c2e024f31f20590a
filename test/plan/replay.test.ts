import assert from 'node:assert/strict'
import { RehearsalError } from '../../harness/errors.ts'
import type { ReplayWish } from '../../harness/model/replay.ts'
import type { ModelEndpoint, TrafficModel } from '../../harness/model/traffic-model.ts'
import { planReplay } from '../../harness/plan/replay.ts'
import { planTraffic } from '../../harness/plan/traffic.ts'

const ACT_MS = 20_000
const THINK = { mean: 2000, p50: 1900, p90: 2500 }
const LONG = { mean: 50_000, p50: 50_000, p90: 50_000 }

function endpoint(name: string, peakPerSecond: number, more: Partial<ModelEndpoint> = {}): ModelEndpoint {
  const [method = '', path = ''] = name.split(' ')
  const needsBody = method === 'POST'
  return {
    name,
    method,
    path,
    parameters: [],
    requests: 0,
    perSecond: peakPerSecond / 10,
    peakPerSecond,
    peakPerMinute: [],
    dispersion: null,
    status: [],
    responseBytes: null,
    requestBytes: null,
    latencyMs: null,
    needsBody,
    body: needsBody ? { reference: '{{unique}}' } : null,
    headers: {},
    ...more,
  }
}

const SESSIONS: TrafficModel['sessions'] = {
  by: 'cookie',
  count: 3600,
  idleMs: 60_000,
  peakPerSecond: 6,
  meanRequests: 2,
  starts: [{ endpoint: 'GET /home', share: 1 }],
  transitions: [
    { from: 'GET /home', ends: 0.5, next: [{ to: 'POST /orders', share: 0.5, thinkMs: THINK }] },
    { from: 'POST /orders', ends: 0.5, next: [{ to: 'GET /home', share: 0.5, thinkMs: THINK }] },
  ],
}

function wish(endpoints: readonly ModelEndpoint[], more: Partial<ReplayWish & TrafficModel> = {}): ReplayWish {
  const { sessions = null, ...rest } = more
  return {
    file: 'traffic.yaml',
    window: 'peak',
    factor: 1,
    journeys: true,
    script: '/scripts/replay.ts',
    model: {
      learned: { format: 'combined', lines: 9, broken: 0, spanMs: 3_600_000, leftOut: { endpoints: 0, requests: 0 } },
      peak: { afterMs: 0, lengthMs: 60_000, perSecond: 0 },
      concurrency: null,
      endpoints,
      sessions,
    },
    ...rest,
  }
}

describe('the replay of a model', () => {
  it('sends each endpoint on a schedule of its own, at the rate of the peak window times the factor', () => {
    const bursty = { index: 3, arrivals: 'bursty', countedOverMs: 1000 } as const
    const all = [endpoint('GET /home', 40), endpoint('GET /orders/:id', 8, { dispersion: bursty })]
    const withValues = all.map((one) =>
      one.path.includes(':id')
        ? {
            ...one,
            parameters: [{ name: 'id', kind: 'number', cardinality: 9, values: { first: 1, last: 99 } } as const],
          }
        : one,
    )
    const { scenarios, replay } = planReplay(wish(withValues, { factor: 0.5 }), ['GET-home'], ACT_MS)
    assert.deepEqual(scenarios, [
      { name: 'GET-home-2', script: '/scripts/replay.ts', exec: 'request', ratePerSecond: 20, vus: 9 },
      { name: 'GET-orders-id', script: '/scripts/replay.ts', exec: 'request', ratePerSecond: 4, vus: 5 },
    ])
    assert.deepEqual(
      replay.endpoints.map(({ dispersion }) => dispersion),
      [1, 3],
    )
  })

  it('takes the mean of the log where the spec says so', () => {
    const { scenarios } = planReplay(wish([endpoint('GET /home', 40)], { window: 'log' }), [], ACT_MS)
    assert.equal(scenarios[0]?.ratePerSecond, 4)
  })

  it('sends by journeys what belongs to sessions, and alone what is left', () => {
    // Sessions come home 4/3 times and to an order 2/3 times: 8 and 4 of the requests per second.
    const all = [endpoint('GET /home', 8), endpoint('POST /orders', 10)]
    const { scenarios, replay } = planReplay(wish(all, { sessions: SESSIONS }), [], ACT_MS)
    assert.deepEqual(
      scenarios.map(({ name, exec, ratePerSecond }) => ({ name, exec, rate: Number(ratePerSecond?.toFixed(6)) })),
      [
        { name: 'journeys', exec: 'journey', rate: 6 },
        { name: 'POST-orders', exec: 'request', rate: 6 },
      ],
    )
    assert.equal(replay.endpoints[1]?.perSecond, 10)
    const without = planReplay(wish(all, { sessions: SESSIONS, journeys: false }), [], ACT_MS)
    assert.deepEqual(
      without.scenarios.map(({ ratePerSecond }) => ratePerSecond),
      [8, 10],
    )
  })

  it('sends request by request, and says why, where journeys could not keep the rates', () => {
    const all = [endpoint('GET /home', 8), endpoint('POST /orders', 10)]
    const planned = (sessions: Partial<NonNullable<typeof SESSIONS>>, actMs = ACT_MS) => {
      const replay = wish(all, { sessions: { ...SESSIONS, ...sessions } })
      const { traffic, warnings } = planTraffic({ scenarios: [], environment: {}, ledgers: [], replay }, actMs)
      return { names: traffic.scenarios.map(({ name }) => name), rates: traffic.scenarios[0]?.ratePerSecond, warnings }
    }
    const oneByOne = (why: string) => ({
      names: ['GET-home', 'POST-orders'],
      rates: 8,
      warnings: [
        `sessions of traffic.yaml are not replayed as journeys but request by request, each endpoint at its rate: ${why}`,
      ],
    })
    // Three of them begin in 0.5 s.
    assert.deepEqual(planned({}, 500).names, ['journeys', 'POST-orders'])
    assert.deepEqual(
      planned({}, 400),
      oneByOne(
        '2.4 sessions begin in a steady act of 400 ms, and journeys keep their rates from 3 on; with --act-time 1m they are replayed',
      ),
    )
    const staying = (ends: number, mean: number) => ({
      transitions: [
        { from: 'GET /home', ends, next: [{ to: 'GET /home', share: 1 - ends, thinkMs: { ...THINK, mean } }] },
      ],
    })
    assert.deepEqual(
      planned(staying(0.01, 60_000)),
      oneByOne(
        'a session lasts 1 h 39 min by it, and its log no more than 1 h; a longer log would tell how long they are',
      ),
    )
    assert.deepEqual(
      planned(staying(0.002, 100)),
      oneByOne('a session makes 500 requests by it, and journeys keep their rates up to 250'),
    )
  })

  it('leaves out what it would have to invent, and says what is missing', () => {
    const id = { name: 'id', kind: 'number', cardinality: 9, values: null } as const
    const { traffic, warnings } = planTraffic(
      {
        scenarios: [],
        environment: {},
        ledgers: [],
        replay: wish([
          endpoint('GET /home', 6),
          endpoint('POST /orders', 2, { body: null }),
          endpoint('PUT /orders/:id', 1, { parameters: [id], needsBody: true }),
          endpoint('POST /pay', 1, { body: { order: '{{order}}' } }),
        ]),
      },
      ACT_MS,
    )
    assert.deepEqual(
      traffic.scenarios.map(({ name }) => name),
      ['GET-home'],
    )
    assert.deepEqual(warnings, [
      'POST /orders of traffic.yaml is not replayed (2/s, 20.0 % of its requests): the model has no `body`',
      'PUT /orders/:id of traffic.yaml is not replayed (1/s, 10.0 % of its requests): the model has no `body` and no `values` for :id',
      'POST /pay of traffic.yaml is not replayed (1/s, 10.0 % of its requests): the model has nothing that fills {{order}}',
    ])
  })

  it('says which endpoints had no request in the window, and are not sent', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `GET /${letter}`)
    const replay = wish([endpoint('GET /home', 6), ...names.map((name) => endpoint(name, 0, { perSecond: 2 }))])
    const { traffic, warnings } = planTraffic({ scenarios: [], environment: {}, ledgers: [], replay }, ACT_MS)
    assert.equal(traffic.scenarios.length, 1)
    assert.deepEqual(warnings, [
      'GET /a, GET /b, GET /c, GET /d, GET /e and 2 more of traffic.yaml are not replayed: no request in the peak window; `window: log` takes rates over the whole log',
    ])
    assert.equal(traffic.replay?.leftOut.length, 7)
    const whole = planTraffic(
      { scenarios: [], environment: {}, ledgers: [], replay: { ...replay, window: 'log' } },
      ACT_MS,
    )
    assert.deepEqual(whole.warnings, [])
  })

  it('leaves an endpoint all of its rate where the sessions of the model hardly end', () => {
    const endless = {
      ...(SESSIONS as NonNullable<TrafficModel['sessions']>),
      peakPerSecond: 0.001,
      transitions: [{ from: 'GET /home', ends: 0.00001, next: [{ to: 'GET /home', share: 0.99999, thinkMs: THINK }] }],
    }
    const { scenarios } = planReplay(wish([endpoint('GET /home', 6)], { sessions: endless }), [], ACT_MS)
    const alone = scenarios.find(({ name }) => name === 'GET-home')
    assert.equal(alone?.ratePerSecond, 6)
  })

  it('refuses more than any machine sends', () => {
    const cases = [
      [
        wish([endpoint('GET /home', 50_000)], { factor: 3 }),
        /^expected traffic\.yaml to ask for at most 100000 requests per second, found 150000$/,
      ],
      [
        // 250 a second, each with ten requests and nine pauses of 50 s.
        wish([endpoint('GET /home', 8)], {
          sessions: {
            ...(SESSIONS as NonNullable<typeof SESSIONS>),
            peakPerSecond: 250,
            transitions: [{ from: 'GET /home', ends: 0.1, next: [{ to: 'GET /home', share: 0.9, thinkMs: LONG }] }],
          },
        }),
        /^expected traffic\.yaml to ask for at most 1000000 requests in journeys under way, found 1125000$/,
      ],
      [
        wish([endpoint('GET /home', 5000, { latencyMs: { p50: 1, p90: 1, p99: 3_600_000 } })]),
        /^expected traffic\.yaml to ask for at most 200000 VUs, found 18001254$/,
      ],
    ] as const
    for (const [replay, message] of cases) {
      assert.throws(() => planReplay(replay, [], ACT_MS), { code: 'spec-invalid', message })
    }
  })

  it('refuses a model of which nothing can be sent', () => {
    const replay = wish([endpoint('POST /orders', 2, { body: null })])
    assert.throws(
      () => planTraffic({ scenarios: [], environment: {}, ledgers: [], replay }, ACT_MS),
      new RehearsalError(
        'spec-invalid',
        'expected endpoints with a rate in traffic.yaml, found none that can be sent: POST /orders: the model has no `body`',
        'fill in `values` and `body` in the model, where it says null; fulldress plan names what is left out',
      ),
    )
  })
})
