import assert from 'node:assert/strict'
import { Histogram } from '../../harness/model/histogram.ts'
import { fingerprintOf } from '../../harness/statistics/backoff.ts'
import { delayChanges, delayTests } from '../../harness/statistics/delay-changes.ts'

function delays(...positions: readonly (readonly number[])[]) {
  return positions.map((values) => {
    const histogram = new Histogram()
    for (const value of values) histogram.add(value)
    return histogram.toJSON()
  })
}

/** Twenty delays around one, a few milliseconds apart. */
const about = (ms: number) => Array.from({ length: 20 }, (_, index) => ms + index / 4)
/** Twenty delays evenly from 0 to twice as long. */
const jittered = (ms: number) => Array.from({ length: 20 }, (_, index) => (2 * ms * (index + 0.5)) / 20)

const OLD = delays(about(500), about(1_500), about(3_500))
const whats = (before: ReturnType<typeof delays>, after: ReturnType<typeof delays>, alpha = 0.001) =>
  delayChanges(before, after, { alpha, noiseMs: 0 }).map(({ attempt, what }) => `${what} before attempt ${attempt}`)

describe('the fingerprint of a backoff', () => {
  it('has the first delay, the factor and the jitter, within the error of a histogram', () => {
    const { delaysMs, firstMs, multiplier, jitter, capMs } = fingerprintOf(OLD)
    assert.equal(delaysMs.length, 3)
    for (const [index, ms] of [500, 1_500, 3_500].entries()) {
      assert.ok(Math.abs((delaysMs[index] ?? 0) / (ms + 2) - 1) < 0.011, `${delaysMs[index]} for ${ms}`)
    }
    assert.ok(firstMs !== null && Math.abs(firstMs - 502) < 6)
    assert.ok(multiplier !== null && Math.abs(multiplier - Math.sqrt(7)) < 0.05)
    assert.ok(jitter !== null && jitter < 0.05)
    assert.equal(capMs, null)
  })

  it('has a cap where delays stop to grow, and a factor of what grew before', () => {
    const { multiplier, capMs } = fingerprintOf(delays(about(100), about(200), about(400), about(400)))
    assert.ok(capMs !== null && Math.abs(capMs - 402) < 6)
    assert.ok(multiplier !== null && Math.abs(multiplier - 2) < 0.05)
  })

  it('of a constant delay has no cap', () => {
    const { multiplier, capMs } = fingerprintOf(delays(about(500), about(500), about(500)))
    assert.equal(capMs, null)
    assert.ok(multiplier !== null && Math.abs(multiplier - 1) < 0.02)
  })

  it('of full jitter is as wide as the delay', () => {
    const { jitter } = fingerprintOf(delays(jittered(500)))
    assert.ok(jitter !== null && jitter > 0.9 && jitter < 1.2, `${jitter}`)
  })

  it('ends at the first delay that was never seen, and may be empty', () => {
    assert.equal(fingerprintOf(delays(about(500), [], about(3_500))).delaysMs.length, 1)
    assert.deepEqual(fingerprintOf([]), { delaysMs: [], firstMs: null, multiplier: null, jitter: null, capMs: null })
  })
})

describe('two fingerprints', () => {
  it('differ where delays do', () => {
    const found = whats(OLD, delays(about(50), about(150), about(350)))
    assert.deepEqual(found, ['delay before attempt 2', 'delay before attempt 3', 'delay before attempt 4'])
  })

  it('do not differ by a fifth, and do by more', () => {
    assert.deepEqual(whats(delays(about(400)), delays(about(495))), [])
    assert.deepEqual(whats(delays(about(400)), delays(about(520))), ['delay before attempt 2'])
  })

  it('do not differ by what a busy machine adds', () => {
    assert.deepEqual(whats(delays(about(50)), delays(about(85))), [])
    const stalled = about(50).map((ms, index) => (index % 3 === 0 ? ms + 200 : ms))
    assert.deepEqual(whats(delays(about(50)), delays(stalled)), [])
    // Three of five held up: the median moves by 100 ms and the middle half spreads, while the quickest are as quick.
    const heldUp = about(50).map((ms, index) => (index % 5 < 3 ? ms + 100 : ms))
    assert.deepEqual(whats(delays(about(50)), delays(heldUp), 0.1), [])
    const spreadUp = about(50).map((ms, index) => (index % 5 < 2 ? ms + 100 + 5 * index : ms))
    assert.deepEqual(whats(delays(about(50)), delays(spreadUp), 0.1), [])
    assert.deepEqual(delayChanges(delays(about(500)), delays(about(900)), { alpha: 0.1, noiseMs: 401 }), [])
  })

  it('differ where jitter is of another size, down to nothing', () => {
    assert.ok(whats(delays(jittered(1_000)), delays(jittered(250)), 0.01).includes('delay before attempt 2'))
  })

  it('differ in jitter alone', () => {
    assert.deepEqual(whats(delays(about(500)), delays(jittered(500))), ['jitter before attempt 2'])
    assert.deepEqual(whats(delays(jittered(500)), delays(jittered(500))), [])
  })

  it('are not compared by fewer than five delays', () => {
    const [four, five] = [about(500).slice(0, 4), about(500).slice(0, 5)]
    const later = about(50).slice(0, 5)
    assert.deepEqual(whats(delays(four), delays(later), 0.01), [])
    assert.deepEqual(whats(delays(five), delays(later), 0.01), ['delay before attempt 2'])
    assert.equal(delayTests(delays(four), delays(later)), 0)
    assert.equal(delayTests(OLD, OLD), 6)
  })
})
