import assert from 'node:assert/strict'
import type { Fact } from '../../../harness/model/evidence.ts'
import { Histogram } from '../../../harness/model/histogram.ts'
import { cost } from '../../../harness/report/sections/cost.ts'
import { fidelity } from '../../../harness/report/sections/fidelity.ts'
import { partners } from '../../../harness/report/sections/partners.ts'
import { traffic } from '../../../harness/report/sections/traffic.ts'
import { LAG, phase, started, trafficEnded, trafficStarted, watched, wholeRehearsal } from '../../checks/journal.ts'
import { tried } from '../../checks/trials.ts'
import { HOSTILE, isHarmless, shown, words } from './shown.ts'

const FILE = { file: 'side.jsonl', sha256: '0'.repeat(64) }

function calls(at: 'baseline' | 'soak', delayMs: number): Fact {
  const histogram = new Histogram()
  for (let call = 0; call < 12; call++) histogram.add(delayMs)
  return {
    ...{ kind: 'partner.calls', partner: 'acquirer', phase: at, operation: 'PUT /charges/:id', calls: 52 },
    ...{ attempts: [40, 12], faults: 12, gapsMs: [delayMs + 3], file: FILE },
    retries: {
      ...{ began: 40, repeated: 0, lateP90Ms: 1, failedFirst: 12, attempts: [0, 12], givenUp: 0 },
      delays: [histogram.toJSON()],
      ...{ retryAfter: { asked: 0, honoured: 0 }, keyedBy: {}, timed: 0, callers: [] },
    },
  }
}

describe('third parties', () => {
  it('show the delays between attempts before and after, and the calls act by act', () => {
    const facts = [calls('soak', 50), calls('baseline', 500)]
    const lines = words(partners, wholeRehearsal({ started: [started({ partners: ['acquirer'] })], soak: facts }))
    assert.deepEqual(lines.slice(2, 5), [
      'Each is baseline → soak → restored; acts in which no call failed are left out.',
      'stand-in and operation | delays between attempts, ms | attempts per retried call | given up',
      'acquirer PUT /charges/:id | 500 → 50 | 2.00 → 2.00 | 0 of 12 → 0 of 12',
    ])
    assert.equal(lines.at(-1), 'acquirer PUT /charges/:id | soak | 52 | 40, 12 | 12 | 12: 50 | 53')
  })

  it('name a stand-in without a record, and are absent where none is declared', () => {
    const silent = wholeRehearsal({ started: [started({ partners: ['mail'] })] })
    assert.equal(words(partners, silent)[0], 'not recorded: stand-in mail left no record of its calls')
    assert.equal(shown(partners, wholeRehearsal()), null)
  })
})

describe('traffic', () => {
  it('shows how the scripts were played, how k6 ended and whether thresholds held', () => {
    const loop = { name: 'stock', ratePerSecond: null, executor: 'constant-vus', note: 'constant-vus kept' }
    const crossed = { metric: 'http_req_duration', threshold: 'p(99)<9', ok: false, value: 41.237 }
    const entries = wholeRehearsal({
      baseline: [trafficStarted([loop]), phase('baseline')],
      audit: [trafficEnded({ thresholds: [crossed] })],
    })
    assert.deepEqual(words(traffic, entries).slice(0, 7), [
      'k6 1.1.0, 1 scenario.',
      'scenario | executor | rate | what was changed',
      'stock | constant-vus | none: a closed loop | constant-vus kept',
      'k6 ended as it was asked to, with exit code 108: ended from inside. Its log is side.jsonl.',
      'Thresholds of the scripts',
      'metric | threshold | over the whole run, in the metric’s unit | answer',
      'http_req_duration | p(99)<9 | 41.24 | crossed',
    ])
  })

  it('says what k6 left no record of, and is absent where nothing was rehearsed', () => {
    const entries = wholeRehearsal({ baseline: [], audit: [] })
    assert.deepEqual(words(traffic, entries).slice(0, 2), [
      'not recorded: how the scripts were played',
      'not recorded: how k6 ended',
    ])
    assert.equal(shown(traffic, tried()), null)
  })

  it('keeps the text of scripts text', () => {
    const scenario = { name: HOSTILE, ratePerSecond: 1, executor: 'x', note: HOSTILE }
    const entries = wholeRehearsal({ baseline: [trafficStarted([scenario]), phase('baseline')] })
    assert.ok(isHarmless(shown(traffic, entries) ?? ''))
  })
})

describe('what the harness itself cost', () => {
  it('says how much the watcher took and how much of it lay in judged time', () => {
    const lines = words(cost, wholeRehearsal({ upgrade: [watched(), phase('upgrade')] }))
    assert.equal(
      lines[1],
      'It took 900 ms of processor time in 1 min, 1.5 % of one core; 100 % of that time lay in acts whose traffic is judged.',
    )
    assert.ok(lines.includes('between acts | 1 min | 6,000, every 10 ms | 900 ms | 1.5 % | 0 | 12 ms'))
  })

  it('tells a p99 of the lag from enough iterations alone', () => {
    const many = phase('baseline', { lag: { ...LAG, iterations: 5_000 } })
    const lines = words(cost, wholeRehearsal({ baseline: [many] }))
    assert.ok(lines.includes('baseline | 5,000 | 2 ms | 0 | 0 | 0'))
    assert.ok(lines.includes('soak | 400 | - | 0 | 0 | 0'))
  })

  it('says what was not recorded, and is absent where nothing was rehearsed', () => {
    const lines = words(cost, wholeRehearsal({ upgrade: [] }))
    assert.ok(lines.includes('not recorded: what watching locks took'))
    assert.equal(shown(cost, tried()), null)
  })
})

describe('fidelity of the traffic', () => {
  it('shows asked beside sent, and what was not replayed; without a model it is absent', () => {
    const fact: Fact = {
      ...{ kind: 'traffic.fidelity', phase: 'baseline', model: 'traffic.yaml', window: 'peak', factor: 1 },
      ...{ journeys: false, covered: 0.97, concurrency: null, sent: FILE },
      endpoints: [
        {
          ...{ endpoint: 'GET /home', requests: 600, modelPerSecond: 10, sentPerSecond: 9.9, rateError: -0.01 },
          ...{ arrivalDistance: 0.02, heldAgainst: 'schedule', production: { p50Ms: 8, p99Ms: 41 } },
          baseline: { p50Ms: 9, p99Ms: 44 },
        },
      ],
      leftOut: [{ endpoint: 'GET /old', perSecond: 0.1, because: 'no parameter' }],
    }
    const lines = words(fidelity, wholeRehearsal({ baseline: [fact] }))
    assert.ok(lines.includes('GET /home | 10/s | 9.9/s | -1.0 % | 0.020 | 9 ms, 8 ms | 44 ms, 41 ms'))
    assert.equal(lines.at(-1), 'not replayed: GET /old, 0.1/s: no parameter')
    assert.equal(shown(fidelity, wholeRehearsal()), null)
  })
})
