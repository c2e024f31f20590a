import assert from 'node:assert/strict'
import { TimelineFold } from '../../harness/traffic/timeline-fold.ts'

const FAST = { latencyMs: 10, failed: false }

describe('TimelineFold', () => {
  it('counts by the second in which a request was due, and what was due before the epoch at it', () => {
    const fold = new TimelineFold()
    fold.add('GET /a', { ...FAST, afterMs: -3 })
    fold.add('GET /a', { ...FAST, afterMs: 999 })
    fold.add('GET /a', { latencyMs: 700, afterMs: 2_000, failed: true })
    fold.drop(1_500)
    assert.deepEqual(counts(fold, 'GET /a'), [2, 0, 1])
    assert.deepEqual(
      fold.cellsOf('GET /a').map((cell) => cell?.failed ?? 0),
      [0, 0, 1],
    )
    assert.deepEqual(fold.dropped(), [0, 1, 0])
    assert.equal(fold.stretchMs, 1_000)
  })

  it('joins stretches by twos when a run lasts too long, and loses no request', () => {
    const fold = new TimelineFold()
    for (let second = 0; second < 5_000; second++) {
      fold.add('GET /a', { ...FAST, afterMs: second * 1_000, failed: second % 10 === 0 })
      fold.drop(second * 1_000)
    }
    assert.equal(fold.stretchMs, 4_000)
    assert.equal(fold.length, 1_250)
    assert.deepEqual(new Set(counts(fold, 'GET /a')), new Set([4]))
    assert.equal(
      fold.cellsOf('GET /a').reduce((sum, cell) => sum + (cell?.failed ?? 0), 0),
      500,
    )
    assert.deepEqual(new Set(fold.dropped()), new Set([4]))
  })

  it('puts late samples where they belong after stretches were joined', () => {
    const fold = new TimelineFold()
    fold.add('GET /a', { ...FAST, afterMs: 2_100_000 })
    fold.add('GET /a', { latencyMs: 60_000, failed: false, afterMs: 5_000 })
    assert.equal(fold.stretchMs, 2_000)
    assert.deepEqual([fold.cellsOf('GET /a')[2]?.latency.maxMs, fold.length], [60_000, 1_051])
  })

  it('keeps half an hour of sixty endpoints by stretches of four seconds', () => {
    const fold = new TimelineFold()
    for (let second = 0; second < 1_800; second++) {
      for (let at = 0; at < 60; at++) fold.add(`GET /${at}`, { ...FAST, afterMs: second * 1_000 })
    }
    assert.deepEqual([fold.stretchMs, fold.length, fold.endpoints.length], [4_000, 450, 60])
    assert.deepEqual(new Set(counts(fold, 'GET /59')), new Set([4]))
  })

  it('puts endpoints beyond a bound together', () => {
    const fold = new TimelineFold()
    for (let at = 0; at < 400; at++) fold.add(`GET /${at}`, { ...FAST, afterMs: 0 })
    assert.equal(fold.endpoints.length, 301)
    assert.deepEqual(counts(fold, 'other'), [100])
  })
})

function counts(fold: TimelineFold, endpoint: string): readonly number[] {
  return fold.cellsOf(endpoint).map((cell) => cell?.latency.count ?? 0)
}
