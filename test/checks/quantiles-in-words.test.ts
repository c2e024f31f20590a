import assert from 'node:assert/strict'
import { msInWords, shownQuantile } from '../../harness/checks/quantiles-in-words.ts'
import type { ToldQuantile } from '../../harness/model/told-quantile.ts'
import { endpoint } from './journal.ts'

describe('a quantile that is shown', () => {
  for (const [quantile, fewest, ms] of [
    ['p50', 20, 8],
    ['p90', 500, 20],
    ['p95', 1_000, 28],
    ['p99', 5_000, 41],
  ] as const satisfies readonly (readonly [ToldQuantile, number, number])[]) {
    it(`is ${quantile} from ${fewest} requests on, and not of one fewer`, () => {
      assert.equal(shownQuantile(endpoint({ requests: fewest }), quantile), ms)
      assert.equal(shownQuantile(endpoint({ requests: fewest - 1 }), quantile), null)
    })
  }

  it('has two digits below ten milliseconds, and none after the point above', () => {
    assert.deepEqual([null, 0.123, 8.14, 41.4].map(msInWords), ['-', '0.12', '8.1', '41'])
  })
})
