import assert from 'node:assert/strict'
import { nightsInWords } from '../../harness/checks/nights-in-words.ts'
import { differencesOf, environmentHash, environmentOf } from '../../harness/comparison/environment.ts'
import { nightOf } from '../../harness/comparison/night.ts'
import { noiseOf } from '../../harness/comparison/noise.ts'
import { trendsOf } from '../../harness/comparison/trends.ts'
import { endpoint, journal, phase, started, wholeRehearsal } from '../checks/journal.ts'
import { ENTRIES, night } from './known-nights.ts'

describe('a night', () => {
  it('keeps of each endpoint the quantile that its requests allow, before, after and restored', () => {
    assert.deepEqual(nightOf('/runs/a', ENTRIES, 'go')?.endpoints, [
      {
        endpoint: 'POST /orders',
        quantile: 'p95',
        requests: 1_000,
        ratePerSecond: 50,
        sigma: 0.715,
        baselineMs: 28,
        soakMs: 28,
        restoredMs: 28,
        soakErrorRate: 0.01,
      },
    ])
  })

  it('is none where nothing was steady, or too little was sent to judge any quantile of', () => {
    assert.equal(nightOf('/runs/a', journal(started()), 'inconclusive'), null)
    const few = wholeRehearsal({ baseline: [phase('baseline', { endpoints: [endpoint({ requests: 19 })] })] })
    assert.deepEqual(nightOf('/runs/a', few, 'go')?.endpoints, [])
  })
})

describe('the environment of a run', () => {
  it('is equal where versions, settings, data size, machine and load are', () => {
    const one = environmentOf(ENTRIES)
    assert.ok(one !== null)
    assert.deepEqual(differencesOf(one, one), [])
    const other = { ...one, postgres: '18.1', rows: '2400000' }
    assert.deepEqual(differencesOf(one, other), ['postgres 17.10 and 18.1', 'rows 1200000 and 2400000'])
    assert.match(environmentHash(one), /^[0-9a-f]{12}$/)
    assert.notEqual(environmentHash(one), environmentHash(other))
  })

  it('does not mind in which order its parts were told', () => {
    const one = environmentOf(ENTRIES)
    assert.ok(one !== null)
    assert.equal(environmentHash(Object.fromEntries(Object.entries(one).reverse())), environmentHash(one))
  })
})

describe('the trend of nights', () => {
  it('names the night from which on an endpoint was slower, with both levels', () => {
    const nights = [28, 29, 27, 28.5, 28, 27.5, 41, 40, 42, 41.5, 40.5, 41].map((soakMs, day) => {
      const one = night(`2026-11-${10 + day}T03:00:00.000Z`, 28)
      return { ...one, endpoints: one.endpoints.map((endpoint) => ({ ...endpoint, soakMs })) }
    })
    const [trend, ...others] = trendsOf(nights)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [trend?.endpoint, trend?.quantile, trend?.soakMs.length, trend?.changes],
      ['POST /orders', 'p95', 12, [{ at: '2026-11-16T03:00:00.000Z', fromMs: 28, toMs: 41 }]],
    )
    assert.deepEqual(nightsInWords(12, trendsOf(nights)), [
      '12 earlier nights in this environment:',
      'POST /orders p95 from 2026-11-16 on: 28 → 41 ms',
    ])
  })

  it('has no change where there is none, or where nights are too few', () => {
    const steady = [28, 29, 27, 28.5, 28, 27.5, 28.2, 29.1, 27.3, 28].map((ms, day) => night(`2026-11-1${day}T03`, ms))
    assert.deepEqual(
      [steady, steady.slice(0, 3)].map((nights) => trendsOf(nights)[0]?.changes),
      [[], []],
    )
    assert.deepEqual(nightsInWords(0, []), [])
    assert.deepEqual(nightsInWords(0, [], { foreign: 2 }), [
      '2 entries of the history hold no night and are passed over',
    ])
    assert.deepEqual(nightsInWords(100, [], { older: 4_900, foreign: 1 }), [
      '5000 earlier nights in this environment, the newest 100 looked at, no endpoint with another level',
      '1 entry of the history holds no night and is passed over',
    ])
  })
})

describe('the noise of nights', () => {
  it('is what nine of ten nights without a change stay below, where there are five', () => {
    const rises = [28, 29.4, 25, 30.8, 28.28]
    const nights = rises.map((ms, day) => night(`2026-11-1${day}T03:00:00.000Z`, ms))
    assert.deepEqual(noiseOf(nights), { 'POST /orders': 0.1 })
    assert.deepEqual(noiseOf(nights.slice(1)), {})
    const late = { ...night('2026-11-16T03', 90), verdict: 'inconclusive' } as const
    assert.deepEqual(noiseOf([...nights, late]), { 'POST /orders': 0.1 })
  })
})
