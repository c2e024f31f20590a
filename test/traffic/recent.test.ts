import assert from 'node:assert/strict'
import { Recent } from '../../harness/traffic/recent.ts'

const NOW = 1_000_000_000 * 1_000

/** So many requests a second of 10 ms, one in a hundred of 500 ms, over the seconds before now. */
function recent(perSecond: number, seconds: number): Recent {
  const all = new Recent()
  for (let second = 1; second <= seconds; second++) {
    for (let index = 0; index < perSecond; index++) {
      const endMs = NOW - second * 1_000 + (index * 999) / perSecond
      all.add('GET /a', endMs, index % 100 === 99 ? 500 : 10, index % 50 === 0)
    }
  }
  return all
}

describe('what clients get at the moment', () => {
  it('is a rate, a share of errors and the quantile that so many requests allow', () => {
    const [seen, ...others] = recent(200, 30).read(NOW + 500)
    assert.deepEqual(others, [])
    assert.equal(seen?.endpoint, 'GET /a')
    assert.equal(seen?.requestsPerSecond, 200)
    assert.equal(seen?.failedShare, 0.02)
    assert.equal(seen?.quantile?.name, 'p99')
  })

  it('claims no p99 of few requests, and no quantile of fewer than twenty', () => {
    assert.equal(recent(2, 30).read(NOW + 500)[0]?.quantile?.name, 'p50')
    assert.equal(recent(40, 30).read(NOW + 500)[0]?.quantile?.name, 'p95')
    assert.deepEqual(recent(1, 19).read(NOW + 500)[0]?.quantile, null)
  })

  it('leaves out the second that k6 has not told to its end', () => {
    const all = recent(10, 10)
    all.add('GET /a', NOW + 900, 9_999, true)
    const [seen] = all.read(NOW + 1_499)
    assert.equal(seen?.failedShare, 0.1)
  })

  it('falls to no requests when clients stall, and forgets after half a minute', () => {
    const all = recent(10, 10)
    assert.equal(all.read(NOW + 8_000)[0]?.requestsPerSecond, 0)
    assert.equal(all.read(NOW + 8_000)[0]?.quantile?.name, 'p90')
    assert.deepEqual(all.read(NOW + 40_000), [])
  })

  it('puts no straggler among the newest', () => {
    const all = recent(10, 10)
    all.add('GET /a', NOW - 1_000 - 32_000, 9_999, true)
    assert.equal(all.read(NOW + 500)[0]?.requestsPerSecond, 10)
  })
})
