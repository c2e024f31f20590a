import assert from 'node:assert/strict'
import { Histogram } from '../../harness/model/histogram.ts'
import { Latencies, quantileOf } from '../../harness/traffic/latencies.ts'

describe('Latencies', () => {
  for (const count of [1, 256, 257, 5_000]) {
    it(`answers of ${count} values what a histogram answers, in one part or in several`, () => {
      const [histogram, whole, parts] = [new Histogram(), new Latencies(), [new Latencies(), new Latencies()]]
      for (let at = 0; at < count; at++) {
        const ms = 0.05 + ((at * 7919) % 4_001) / 3
        histogram.add(ms)
        whole.add(ms)
        parts[at % 2]?.add(ms)
      }
      for (const q of [0.5, 0.95, 0.99, 1]) {
        assert.equal(quantileOf([whole], q), histogram.quantile(q))
        assert.equal(quantileOf(parts, q), histogram.quantile(q))
      }
      const [one, other] = parts
      if (other !== undefined) one?.merge(other)
      assert.deepEqual([one?.count, one?.maxMs], [histogram.count, histogram.maxMs])
      assert.equal(quantileOf(one === undefined ? [] : [one], 0.95), histogram.quantile(0.95))
    })
  }

  it('has no quantile where nothing was added', () => {
    assert.deepEqual(
      [quantileOf([], 0.5), quantileOf([new Latencies()], 0.5), new Latencies().maxMs],
      [null, null, null],
    )
  })
})
