import assert from 'node:assert/strict'
import type { TrafficModel } from '../../../harness/model/traffic-model.ts'
import { parseTrafficModel } from '../../../harness/spec/traffic-model/read-model.ts'
import { writeTrafficModel } from '../../../harness/spec/traffic-model/write-model.ts'

const think = { mean: 1_500, p50: 1_200, p90: 4_000 }

const MODEL: TrafficModel = {
  learned: { format: 'combined', lines: 1_000, broken: 2, spanMs: 600_000, leftOut: { endpoints: 1, requests: 3 } },
  peak: { afterMs: 60_000, lengthMs: 120_000, perSecond: 2.5 },
  concurrency: { mean: 0.4, p99: 3.2, most: 5, byLittlesLaw: 0.41, peakPerMinute: [0.5, 0.6] },
  endpoints: [
    {
      name: 'GET /orders/:id',
      method: 'GET',
      path: '/orders/:id',
      parameters: [{ name: 'id', kind: 'number', cardinality: 420, values: { first: 1, last: 420 } }],
      requests: 900,
      perSecond: 1.5,
      peakPerSecond: 2.25,
      peakPerMinute: [140, 130],
      dispersion: { index: 1.02, arrivals: 'poisson', countedOverMs: 1_000 },
      status: [
        { code: 200, share: 0.99 },
        { code: 404, share: 0.01 },
      ],
      responseBytes: { p50: 512, p99: 2_048 },
      requestBytes: null,
      latencyMs: { p50: 12.5, p90: 40, p99: 180 },
      needsBody: false,
      body: null,
      headers: {},
    },
    {
      name: 'POST /orders',
      method: 'POST',
      path: '/orders',
      parameters: [],
      requests: 95,
      perSecond: 0.1583,
      peakPerSecond: 0.05,
      peakPerMinute: [3, 3],
      dispersion: null,
      status: [{ code: 201, share: 1 }],
      responseBytes: null,
      requestBytes: null,
      latencyMs: null,
      needsBody: true,
      body: null,
      headers: {},
    },
  ],
  sessions: {
    by: 'user',
    count: 90,
    idleMs: 1_800_000,
    peakPerSecond: 0.2,
    meanRequests: 11.05,
    starts: [{ endpoint: 'GET /orders/:id', share: 1 }],
    transitions: [
      {
        from: 'GET /orders/:id',
        ends: 0.25,
        next: [
          { to: 'GET /orders/:id', share: 0.5, thinkMs: think },
          { to: 'POST /orders', share: 0.25, thinkMs: think },
        ],
      },
      { from: 'POST /orders', ends: 1, next: [] },
    ],
  },
}

describe('a traffic model in YAML', () => {
  const text = writeTrafficModel(MODEL)

  it('says the same when it is read back', () => {
    assert.deepEqual(parseTrafficModel(text, 'traffic.yaml', {}), MODEL)
  })

  it('points at what a reviewer has to decide', () => {
    assert.match(text, /^ {4}body: null # needs a template$/m)
    assert.match(text, /^ {8}values: 1\.\.420 # assumed from the cardinality$/m)
    assert.match(text, /^ {4}status: \{200: 0\.99, 404: 0\.01\}$/m)
  })

  it('complains of all that makes no sense, each with its place', () => {
    const broken = text.replace('peakRate: 2.25/s', 'peakRate: quick').replace('ends: 0.25', 'ends: 25')
    assert.throws(() => parseTrafficModel(broken, 'traffic.yaml', {}), {
      message: new RegExp(
        [
          'traffic.yaml:\\d+:\\d+ {2}endpoints\\["GET /orders/:id"\\].peakRate: expected a rate such as 20/s or 600/m, found "quick"',
          'traffic.yaml:\\d+:\\d+ {2}sessions.transitions\\["GET /orders/:id"\\].ends: expected a share from 0 to 1, found 25',
        ].join('\n'),
      ),
    })
  })

  it('complains of parameters that are not in the path, and of sessions that lead nowhere', () => {
    const broken = text
      .replace('      id:', '      slug:')
      .replaceAll('        POST /orders:', '        POST /refunds:')
    assert.throws(() => parseTrafficModel(broken, 'traffic.yaml', {}), {
      message:
        /expected the parameters id, as in the path, found slug[\s\S]*expected an endpoint of this model, found POST \/refunds/,
    })
  })

  const refusals: readonly (readonly [what: string, from: string, to: string, message: RegExp])[] = [
    [
      'starts of which none has a share',
      'GET /orders/:id: 1\n',
      'GET /orders/:id: 0\n',
      /^m\.yaml:\d+:\d+ {2}sessions\.starts: expected an endpoint with a share above zero, found none$/,
    ],
    [
      'a row that leads nowhere and does not end',
      'ends: 1\n',
      'ends: 0\n',
      /^m\.yaml:\d+:\d+ {2}sessions\.transitions\["POST \/orders"\]: expected `ends` or a share of `next` above zero, found neither: a session that comes here could not go on$/,
    ],
    [
      'rows that no way leads out of',
      'ends: 1\n      next: {}\n',
      'ends: 0\n      next: {POST /orders: {share: 1, think: {mean: 5m, p50: 5m, p90: 6m}}}\n',
      /^m\.yaml:\d+:\d+ {2}sessions\.transitions\["POST \/orders"\]: expected a way to a row with `ends` above zero, found none: a session that comes here never ends$/,
    ],
    [
      'a rate that no machine sends',
      'peakRate: 2.25/s',
      'peakRate: 99999999999/s',
      /^m\.yaml:\d+:\d+ {2}endpoints\["GET \/orders\/:id"\]\.peakRate: expected a rate of at most 1000000\/s, found "99999999999\/s"$/,
    ],
    [
      'a rate of more digits than there are numbers',
      'peakRate: 2.25/s',
      `peakRate: ${'9'.repeat(400)}/s`,
      /expected a rate of at most 1000000\/s/,
    ],
    ['a latency without end', 'p99: 180ms', `p99: ${'9'.repeat(400)}ms`, /expected a duration of at most 1000000h/],
  ]
  for (const [what, from, to, message] of refusals) {
    it(`is refused with its place for ${what}`, () => {
      const broken = text.replace(from, to)
      assert.notEqual(broken, text)
      assert.throws(() => parseTrafficModel(broken, 'm.yaml', {}), { code: 'spec-invalid', message })
    })
  }

  it('keeps a share that is hardly ever from being none', () => {
    const [row] = MODEL.sessions?.transitions ?? []
    const seldom = {
      ...MODEL,
      sessions: { ...MODEL.sessions, transitions: [{ ...row, ends: 0.000001 }] },
    } as TrafficModel
    assert.match(writeTrafficModel(seldom), /ends: 0\.00001$/m)
  })

  it('needs no more than a peak and endpoints with their rates where somebody writes it by hand', () => {
    const model = parseTrafficModel(
      'learned: {format: by hand, lines: 0, broken: 0, span: 0ms}\npeak: {after: 0s, length: 1m, rate: 5/s}\nendpoints:\n  GET /:\n    peakRate: 5/s\n',
      'traffic.yaml',
      {},
    )
    assert.equal(model.endpoints[0]?.perSecond, 5)
  })
})
