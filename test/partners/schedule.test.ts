import assert from 'node:assert/strict'
import type { PartnerRoute } from '../../harness/model/stage.ts'
import { answerTimeMs, faultAt, faultWindow } from '../../harness/partners/schedule.ts'

const fault = { everyMs: 3_000, lasting: { minMs: 300, maxMs: 700 }, status: 503 }

const route: PartnerRoute = {
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/:id',
  status: 201,
  headers: {},
  body: '{}',
  latency: { p50Ms: 10, p99Ms: 40 },
  faults: [fault],
}

const windows = (seed: number) => Array.from({ length: 200 }, (_, turn) => faultWindow(seed, 'acquirer', fault, turn))

/** Every millisecond of the first minute: 1 where the call meets a fault. */
const minute = (seed: number) =>
  Array.from({ length: 60_000 }, (_, ms) => (faultAt(seed, 'acquirer', route, ms) === null ? '0' : '1')).join('')

describe('the schedule of a stand-in', () => {
  it('gives the same fault windows for the same seed', () => {
    assert.deepEqual(windows(7), windows(7))
    assert.equal(minute(7), minute(7))
  })

  it('gives other fault windows for another seed', () => {
    assert.notDeepEqual(windows(7), windows(8))
    assert.notEqual(minute(7), minute(8))
  })

  it('puts one window into every period, as long as the spec says', () => {
    for (const [turn, { fromMs, toMs }] of windows(7).entries()) {
      assert.ok(fromMs >= turn * 3_000 && toMs <= (turn + 1) * 3_000, `window ${turn}: ${fromMs} to ${toMs}`)
      assert.ok(toMs - fromMs >= 300 - 1e-6 && toMs - fromMs <= 700 + 1e-6, `window ${turn} lasts ${toMs - fromMs}`)
    }
  })

  it('fails for the share of time that the windows take', () => {
    const failing = minute(7).replaceAll('0', '').length
    assert.ok(failing > 20 * 300 && failing < 20 * 700, `${failing} ms`)
  })

  it('answers in a lognormal time through both quantiles', () => {
    const times = Array.from({ length: 20_000 }, (_, n) => answerTimeMs(7, 'acquirer', route, n)).sort((a, b) => a - b)
    const [p50 = 0, p99 = 0] = [times[10_000], times[19_800]]
    assert.ok(p50 > 9.7 && p50 < 10.3, `p50 ${p50}`)
    assert.ok(p99 > 37 && p99 < 43, `p99 ${p99}`)
  })

  it('takes the same time for the n-th answer of every phase', () => {
    assert.equal(answerTimeMs(7, 'acquirer', route, 41), answerTimeMs(7, 'acquirer', route, 41))
    assert.notEqual(answerTimeMs(7, 'acquirer', route, 41), answerTimeMs(7, 'acquirer', route, 42))
  })

  it('answers at once where the median is zero', () => {
    assert.equal(answerTimeMs(7, 'acquirer', { ...route, latency: { p50Ms: 0, p99Ms: 0 } }, 1), 0)
  })
})
